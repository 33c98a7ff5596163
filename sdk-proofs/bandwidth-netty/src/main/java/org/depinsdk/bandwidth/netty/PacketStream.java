package org.depinsdk.bandwidth.netty;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.depinsdk.bandwidth.ReceivedPackets;

/**
 * The contents of packets: the key stream of AES-128 in counter mode under a key that is chosen for the session, which nobody
 * can foresee or compress. Not safe for use by several threads.
 */
final class PacketStream {
  private final Cipher cipher;
  private final MessageDigest sha256 = ReceivedPackets.sha256();
  private final byte[] zeros;
  private final byte[] content;

  /** The compiled code of AES and SHA-256: without it the first test of a process misses its schedule. */
  private static final class WarmUp {
    private static final int PACKETS = 20_000;
    static final boolean DONE = run();

    private static boolean run() {
      PacketStream stream = new PacketStream(1_200);
      for (int i = 0; i < PACKETS; i++) {
        stream.next();
        stream.digest();
      }
      return true;
    }
  }

  /** Has everything compiled that packets need, once in a process; takes about half a second. */
  static boolean warmUp() {
    return WarmUp.DONE;
  }

  PacketStream(int length) {
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CTR/NoPadding", e);
    }
    zeros = new byte[length];
    content = new byte[length];
  }

  /** The next content, which is good until the next call. */
  byte[] next() {
    try {
      cipher.update(zeros, 0, zeros.length, content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the output has the input's length", e);
    }
    return content;
  }

  /** The digest of the last content. */
  byte[] digest() {
    return Arrays.copyOf(sha256.digest(content), ReceivedPackets.DIGEST_BYTES);
  }
}
