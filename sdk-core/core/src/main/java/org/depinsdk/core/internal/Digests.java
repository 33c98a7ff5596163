package org.depinsdk.core.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash functions over one or several byte strings, concatenated. */
public final class Digests {
  private Digests() {}

  /**
   * SHA-256 (FIPS 180-4).
   *
   * @param parts hashed one after the other
   * @return 32 bytes
   */
  public static byte[] sha256(byte[]... parts) {
    return digest("SHA-256", parts);
  }

  /**
   * SHA-384 (FIPS 180-4).
   *
   * @param parts hashed one after the other
   * @return 48 bytes
   */
  public static byte[] sha384(byte[]... parts) {
    return digest("SHA-384", parts);
  }

  /**
   * SHA-512 (FIPS 180-4).
   *
   * @param parts hashed one after the other
   * @return 64 bytes
   */
  public static byte[] sha512(byte[]... parts) {
    return digest("SHA-512", parts);
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
