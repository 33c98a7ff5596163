package org.depinsdk.core.keys;

import java.math.BigInteger;
import java.util.Arrays;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.P256Key;

/**
 * Helium's public keys, as in {@code helium-crypto}: a tag byte (network in the high, key type in the low nibble) and the
 * key; as text Base58Check after a zero byte.
 *
 * <p>A P-256 key is written as its x alone. Its y is then the smaller of the two roots, so that about half of all P-256
 * keys have no Helium form; a device that needs one generates keys until it has a compact one.
 */
public final class HeliumKey {
  // the prime of P-256's field (SP 800-186, section 3.2.1.3): 2^256 - 2^224 + 2^192 + 2^96 - 1
  private static final BigInteger P256_FIELD =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  private static final int TYPE_COMPACT = 0;
  private static final int TYPE_ED25519 = 1;
  private static final int TYPE_SECP256K1 = 3;
  private static final int TYPE_RSA = 4;

  private HeliumKey() {}

  /** Which network a key is for. */
  public enum Network {
    /** The main network, tag 0x00. */
    MAINNET(0x00),
    /** The test network, tag 0x10. */
    TESTNET(0x10);

    private final int tag;

    Network(int tag) {
      this.tag = tag;
    }
  }

  /**
   * A key and the network that it is for.
   *
   * @param network the network
   * @param key the key
   */
  public record Tagged(Network network, DeviceKey key) {}

  /**
   * Whether a P-256 key has a Helium form.
   *
   * @param key the key
   * @return true if its y is the smaller root
   */
  public static boolean isCompact(P256Key key) {
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(key.uncompressed(), 33, 65));
    return y.compareTo(P256_FIELD.subtract(y)) <= 0;
  }

  /**
   * Writes the bytes of a key.
   *
   * @param network the network
   * @param key the key
   * @return the tag and the key: 33 bytes for P-256 and Ed25519, 34 for secp256k1
   * @throws InvalidKeyException if a P-256 key is not compact
   */
  public static byte[] encode(Network network, DeviceKey key) throws InvalidKeyException {
    byte[] encoded = key.encoded();
    int type = switch (key.algorithm()) {
      case P256 -> TYPE_COMPACT;
      case ED25519 -> TYPE_ED25519;
      case SECP256K1 -> TYPE_SECP256K1;
    };
    if (key instanceof P256Key p256) {
      if (!isCompact(p256)) {
        throw new InvalidKeyException(
            "this P-256 key has no Helium form, because its y is the larger root; a Helium device "
                + "generates another key: " + key.didKey());
      }
      encoded = Arrays.copyOfRange(encoded, 1, encoded.length);
    }
    byte[] bytes = new byte[1 + encoded.length];
    bytes[0] = (byte) (network.tag | type);
    System.arraycopy(encoded, 0, bytes, 1, encoded.length);
    return bytes;
  }

  /**
   * Writes the text of a key.
   *
   * @param network the network
   * @param key the key
   * @return Base58Check text
   * @throws InvalidKeyException if a P-256 key is not compact
   */
  public static String toText(Network network, DeviceKey key) throws InvalidKeyException {
    byte[] bytes = encode(network, key);
    byte[] versioned = new byte[1 + bytes.length];
    System.arraycopy(bytes, 0, versioned, 1, bytes.length);
    return Base58.encodeChecked(versioned);
  }

  /**
   * Reads the bytes of a key.
   *
   * @param bytes the tag and the key
   * @return the key and its network
   * @throws InvalidKeyException if the tag is unknown or the key not strictly valid
   */
  public static Tagged decode(byte[] bytes) throws InvalidKeyException {
    if (bytes.length == 0) {
      throw new InvalidKeyException("a Helium key has a tag and a key, not 0 bytes");
    }
    int tag = bytes[0] & 0xff;
    Network network = switch (tag & 0xf0) {
      case 0x00 -> Network.MAINNET;
      case 0x10 -> Network.TESTNET;
      default ->
        throw new InvalidKeyException(
            "unknown network in Helium tag 0x" + Integer.toHexString(tag));
    };
    byte[] key = Arrays.copyOfRange(bytes, 1, bytes.length);
    return switch (tag & 0x0f) {
      case TYPE_COMPACT -> new Tagged(network, compact(key));
      case TYPE_ED25519 -> new Tagged(network, DeviceKey.of(KeyAlgorithm.ED25519, key));
      case TYPE_SECP256K1 -> new Tagged(network, DeviceKey.of(KeyAlgorithm.SECP256K1, key));
      case TYPE_RSA ->
        throw new InvalidKeyException(
            "a Helium RSA key (tag 0x" + Integer.toHexString(tag) + ") is not supported");
      default ->
        throw new InvalidKeyException(
            "unknown key type in Helium tag 0x" + Integer.toHexString(tag));
    };
  }

  /**
   * Reads the text of a key.
   *
   * @param text Base58Check text
   * @return the key and its network
   * @throws InvalidKeyException if the text is not a Helium key
   */
  public static Tagged ofText(String text) throws InvalidKeyException {
    byte[] versioned;
    try {
      versioned = Base58.decodeChecked(text);
    } catch (EncodingException e) {
      throw new InvalidKeyException("Helium key: " + e.getMessage());
    }
    if (versioned.length == 0 || versioned[0] != 0) {
      throw new InvalidKeyException(
          "a Helium key's text has version 0: " + EncodingException.shown(text));
    }
    return decode(Arrays.copyOfRange(versioned, 1, versioned.length));
  }

  static P256Key compact(byte[] x) throws InvalidKeyException {
    if (x.length != 32) {
      throw new InvalidKeyException("a compact P-256 key has 32 bytes, not " + x.length);
    }
    byte[] compressed = new byte[33];
    System.arraycopy(x, 0, compressed, 1, 32);
    compressed[0] = 2;
    P256Key even = P256Key.of(compressed);
    if (isCompact(even)) {
      return even;
    }
    compressed[0] = 3;
    return P256Key.of(compressed);
  }
}
