package org.depinsdk.core.keys;

import java.util.Arrays;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.P256Key;
import org.depinsdk.core.identity.Secp256k1Key;

/** The point encodings of SEC 1 section 2.3.3: compressed (33 bytes) and uncompressed (65 bytes). Hybrid forms are refused. */
public final class Sec1Key {
  /** Length of an uncompressed point of a 256-bit curve. */
  public static final int UNCOMPRESSED_BYTES = 65;

  private Sec1Key() {}

  /**
   * Writes a key with both coordinates.
   *
   * @param key a key of P-256 or secp256k1
   * @return 65 bytes: 04, x, y
   * @throws InvalidKeyException if the key is of another curve
   */
  public static byte[] uncompressed(DeviceKey key) throws InvalidKeyException {
    if (key instanceof P256Key p256) {
      return p256.uncompressed();
    }
    if (key instanceof Secp256k1Key secp256k1) {
      return secp256k1.uncompressed();
    }
    throw new InvalidKeyException(
        "SEC 1 encodes points of P-256 and secp256k1, not " + key.algorithm().label());
  }

  /**
   * Reads either form.
   *
   * @param algorithm P-256 or secp256k1
   * @param bytes 33 bytes that start with 02 or 03, or 65 bytes that start with 04
   * @return the key
   * @throws InvalidKeyException if the bytes are not such a point on the curve
   */
  public static DeviceKey decode(KeyAlgorithm algorithm, byte[] bytes) throws InvalidKeyException {
    if (algorithm == KeyAlgorithm.ED25519) {
      throw new InvalidKeyException("SEC 1 encodes points of P-256 and secp256k1, not Ed25519");
    }
    if (bytes.length != UNCOMPRESSED_BYTES) {
      return DeviceKey.of(algorithm, bytes);
    }
    if (bytes[0] != 4) {
      throw new InvalidKeyException(
          "an uncompressed point starts with 04, not " + Hex.encode(Arrays.copyOf(bytes, 1)));
    }
    byte[] compressed = Arrays.copyOf(bytes, algorithm.encodedLength());
    compressed[0] = (byte) (2 | (bytes[UNCOMPRESSED_BYTES - 1] & 1));
    DeviceKey key = DeviceKey.of(algorithm, compressed);
    if (!Arrays.equals(uncompressed(key), bytes)) {
      throw new InvalidKeyException("not a " + algorithm.label() + " point: x and y do not fit: "
          + EncodingException.shown(Hex.encode(bytes)));
    }
    return key;
  }
}
