package org.depinsdk.core.identity;

import java.util.Arrays;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A key prefixed with its multicodec (an unsigned varint): as bytes, and as multibase text, which is what a did:key and a
 * {@code publicKeyMultibase} of W3C Controlled Identifiers hold.
 */
public final class Multikey {
  private static final char BASE58_BTC = 'z';

  private Multikey() {}

  /**
   * Writes the bytes.
   *
   * @param key any key
   * @return the code in two bytes, and the canonical key bytes
   */
  public static byte[] encode(DeviceKey key) {
    byte[] encoded = key.encoded();
    int code = key.algorithm().multicodec();
    byte[] bytes = new byte[2 + encoded.length];
    // all supported codes take two bytes
    bytes[0] = (byte) ((code & 0x7f) | 0x80);
    bytes[1] = (byte) (code >>> 7);
    System.arraycopy(encoded, 0, bytes, 2, encoded.length);
    return bytes;
  }

  /**
   * Reads the bytes.
   *
   * @param bytes a two-byte code and a key
   * @return the key; its algorithm is the one that the code names
   * @throws InvalidKeyException if the code is not of a supported algorithm or the key not strictly valid
   */
  public static DeviceKey decode(byte[] bytes) throws InvalidKeyException {
    if (bytes.length < 2 || bytes[0] >= 0 || bytes[1] < 0) {
      throw new InvalidKeyException("a key without a known multicodec prefix");
    }
    int code = (bytes[0] & 0x7f) | (bytes[1] << 7);
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (algorithm.multicodec() == code) {
        return DeviceKey.of(algorithm, Arrays.copyOfRange(bytes, 2, bytes.length));
      }
    }
    throw new InvalidKeyException(
        "a key of an unsupported multicodec 0x" + Integer.toHexString(code));
  }

  /**
   * Writes multibase text.
   *
   * @param key any key
   * @return {@code z} and Base58
   */
  public static String toText(DeviceKey key) {
    return BASE58_BTC + Base58.encode(encode(key));
  }

  /**
   * Reads multibase text.
   *
   * @param text {@code z} and Base58; no other base is taken
   * @return the key
   * @throws InvalidKeyException if the text is not such a key
   */
  public static DeviceKey ofText(String text) throws InvalidKeyException {
    if (text.isEmpty() || text.charAt(0) != BASE58_BTC) {
      throw new InvalidKeyException(
          "a multibase key starts with z, not " + EncodingException.shown(text));
    }
    try {
      return decode(Base58.decode(text.substring(1)));
    } catch (EncodingException e) {
      throw new InvalidKeyException("multibase key: " + e.getMessage());
    }
  }
}
