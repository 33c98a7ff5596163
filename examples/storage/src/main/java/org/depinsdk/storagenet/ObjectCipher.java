package org.depinsdk.storagenet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in GCM (NIST SP 800-38D), with a key for each object that never leaves the client. Because no key is used twice, the nonce can be
 * fixed. The name is authenticated too, so that no object can be passed off as another.
 */
final class ObjectCipher {
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;

  private final SecretKeySpec key;
  private final String name;

  ObjectCipher(byte[] key, String name) {
    this.key = new SecretKeySpec(key, "AES");
    this.name = name;
  }

  byte[] encrypt(byte[] plain) throws IOException {
    return run(Cipher.ENCRYPT_MODE, plain);
  }

  /** The bytes, or an exception if one bit of them is not as it was. */
  byte[] decrypt(byte[] encrypted) throws IOException {
    return run(Cipher.DECRYPT_MODE, encrypted);
  }

  private byte[] run(int mode, byte[] input) throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]));
      cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IOException("object " + name + ": " + e.getMessage(), e);
    }
  }

  /** Cuts bytes into parts of one length; the last is filled up with zeros. */
  static byte[][] split(byte[] bytes, int parts, int total) {
    int length = (bytes.length + parts - 1) / parts;
    byte[][] shards = new byte[total][length];
    for (int i = 0; i < parts; i++) {
      int from = Math.min(bytes.length, i * length);
      int until = Math.min(bytes.length, from + length);
      System.arraycopy(bytes, from, shards[i], 0, until - from);
    }
    return shards;
  }

  static byte[] join(java.util.List<byte[]> shards, int parts, int length) {
    byte[] bytes = new byte[shards.get(0).length * parts];
    for (int i = 0; i < parts; i++) {
      System.arraycopy(shards.get(i), 0, bytes, i * shards.get(i).length, shards.get(i).length);
    }
    return Arrays.copyOf(bytes, length);
  }
}
