package org.depinsdk.storagenet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in GCM (NIST SP 800-38D), with a key for each object that never leaves the client. The bytes are cut into segments, each with
 * a tag; the nonce holds the segment's number and whether it is the last one, so that none can be moved or left out (the construction
 * STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). Because no key is used twice, the nonces need no random part. The name is
 * authenticated too, so that no object can be passed off as another.
 *
 * <p>Segments also make it fast: the JDK computes a long message in one call, which its compiler reaches too late.
 */
final class ObjectCipher {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private final SecretKeySpec key;
  private final String name;

  ObjectCipher(byte[] key, String name) {
    this.key = new SecretKeySpec(key, "AES");
    this.name = name;
  }

  byte[] encrypt(byte[] plain) throws IOException {
    return run(Cipher.ENCRYPT_MODE, plain, SEGMENT_BYTES, SEGMENT_BYTES + TAG_BYTES);
  }

  /** The bytes, or an exception if one bit of them is not as it was. */
  byte[] decrypt(byte[] encrypted) throws IOException {
    return run(Cipher.DECRYPT_MODE, encrypted, SEGMENT_BYTES + TAG_BYTES, SEGMENT_BYTES);
  }

  private byte[] run(int mode, byte[] input, int from, int to) throws IOException {
    int segments = Math.max(1, (input.length + from - 1) / from);
    int length = input.length + segments * (to - from);
    if (length < 0) {
      throw new IOException("object " + name + ": " + input.length + " bytes");
    }
    try {
      byte[] output = new byte[length];
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      for (int i = 0; i < segments; i++) {
        int last = i == segments - 1 ? 1 : 0;
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(last).putLong(i).array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        cipher.doFinal(input, i * from, Math.min(from, input.length - i * from), output, i * to);
      }
      return output;
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
