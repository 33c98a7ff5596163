package org.depinsdk.attestation.tpm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/** A hash algorithm of a TPM (TPM_ALG_ID of the TCG Algorithm Registry) that this SDK computes. */
public enum TpmHash {
  /** SHA-1: no longer safe; old firmware has no other bank of PCRs. */
  SHA1(0x0004, "SHA-1", 20),
  /** SHA-256. */
  SHA256(0x000b, "SHA-256", 32),
  /** SHA-384. */
  SHA384(0x000c, "SHA-384", 48),
  /** SHA-512. */
  SHA512(0x000d, "SHA-512", 64);

  private final int id;
  private final String javaName;
  private final int bytes;

  TpmHash(int id, String javaName, int bytes) {
    this.id = id;
    this.javaName = javaName;
    this.bytes = bytes;
  }

  /**
   * The algorithm's number.
   *
   * @return TPM_ALG_ID
   */
  public int id() {
    return id;
  }

  /**
   * The size of a hash.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The name in policies and reference values.
   *
   * @return {@code sha256} for example
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The digits in names of Java's algorithms: {@code SHA256} in {@code SHA256withRSA}. */
  String javaDigits() {
    return name();
  }

  /** Java's name of the hash itself. */
  String javaName() {
    return javaName;
  }

  /**
   * Hashes byte strings, concatenated.
   *
   * @param parts in their order
   * @return the hash, {@link #bytes} long
   */
  public byte[] hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(javaName);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + javaName, e);
    }
  }

  /**
   * An algorithm by its number.
   *
   * @param id TPM_ALG_ID
   * @return the algorithm, empty if this SDK does not compute it
   */
  public static Optional<TpmHash> of(int id) {
    for (TpmHash hash : values()) {
      if (hash.id == id) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }

  /**
   * An algorithm by its name in policies.
   *
   * @param label as {@link #label} gives it
   * @return the algorithm, empty if there is none of that name
   */
  public static Optional<TpmHash> of(String label) {
    for (TpmHash hash : values()) {
      if (hash.label().equals(label)) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }
}
