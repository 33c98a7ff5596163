package org.depinsdk.attestation.tpm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key derivation functions of TPM 2.0 part 1, sections 11.4.10.2 and 11.4.10.3. No Java platform has them. */
final class TpmKdf {
  private TpmKdf() {}

  /** KDFa: from a key, for a purpose and two parties. */
  static byte[] fromKey(
      TpmHash hash, byte[] key, String label, byte[] partyU, byte[] partyV, int bits) {
    byte[] tail = ByteBuffer.allocate(partyU.length + partyV.length + 4)
        .put(partyU)
        .put(partyV)
        .putInt(bits)
        .array();
    byte[] purpose = terminated(label);
    return expand(hash, bits, counter -> hmac(hash, key, counter, purpose, tail));
  }

  /** KDFe: from the shared value of a Diffie-Hellman exchange. */
  static byte[] fromExchange(
      TpmHash hash, byte[] shared, String label, byte[] partyU, byte[] partyV, int bits) {
    byte[] purpose = terminated(label);
    return expand(hash, bits, counter -> hash.hash(counter, shared, purpose, partyU, partyV));
  }

  private static byte[] terminated(String label) {
    return (label + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] expand(TpmHash hash, int bits, UnaryOperator<byte[]> block) {
    byte[] result = new byte[(bits + 7) / 8];
    for (int at = 0, counter = 1; at < result.length; at += hash.bytes(), counter++) {
      byte[] next = block.apply(ByteBuffer.allocate(4).putInt(counter).array());
      System.arraycopy(next, 0, result, at, Math.min(next.length, result.length - at));
    }
    if (bits % 8 != 0) {
      result[0] &= (byte) ((1 << (bits % 8)) - 1);
    }
    return result;
  }

  static byte[] hmac(TpmHash hash, byte[] key, byte[]... parts) {
    String name = "Hmac" + hash.javaDigits();
    try {
      Mac mac = Mac.getInstance(name);
      // Java takes no empty key; a zero byte gives the same code, because keys are filled with
      // zeros
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
