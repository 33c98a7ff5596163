package org.depinsdk.core.identity;

import java.util.Arrays;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;

/** did:key text (W3C CCG did:key): multibase base58btc of a multicodec prefix and the canonical key bytes. */
final class DidKey {
  private static final String PREFIX = "did:key:z";

  private DidKey() {}

  static String format(DeviceKey key) {
    int code = key.algorithm().multicodec();
    byte[] encoded = key.encoded();
    byte[] prefixed = new byte[encoded.length + 2];
    // an unsigned varint; all supported codes take two bytes
    prefixed[0] = (byte) ((code & 0x7f) | 0x80);
    prefixed[1] = (byte) (code >>> 7);
    System.arraycopy(encoded, 0, prefixed, 2, encoded.length);
    return PREFIX + Base58.encode(prefixed);
  }

  static DeviceKey parse(String did) throws InvalidKeyException {
    if (!did.startsWith(PREFIX)) {
      throw new InvalidKeyException(
          "a did:key starts with " + PREFIX + ", not " + EncodingException.shown(did));
    }
    byte[] bytes;
    try {
      bytes = Base58.decode(did.substring(PREFIX.length()));
    } catch (EncodingException e) {
      throw new InvalidKeyException("did:key: " + e.getMessage());
    }
    if (bytes.length < 2 || bytes[0] >= 0 || bytes[1] < 0) {
      throw new InvalidKeyException(
          "did:key without a known multicodec: " + EncodingException.shown(did));
    }
    int code = (bytes[0] & 0x7f) | (bytes[1] << 7);
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (algorithm.multicodec() == code) {
        return DeviceKey.of(algorithm, Arrays.copyOfRange(bytes, 2, bytes.length));
      }
    }
    throw new InvalidKeyException(
        "did:key of an unsupported multicodec 0x" + Integer.toHexString(code));
  }
}
