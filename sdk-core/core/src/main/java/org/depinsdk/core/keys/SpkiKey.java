package org.depinsdk.core.keys;

import java.util.Arrays;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;

/**
 * SubjectPublicKeyInfo, the DER of X.509, PEM files and the JDK (RFC 5280, RFC 5480, RFC 8410).
 *
 * <p>For a known algorithm and point form the whole header is a constant, so that it is compared and not parsed. ECDSA keys
 * are written uncompressed, as everybody does; the compressed form that RFC 5480 also allows is read.
 */
public final class SpkiKey {
  private SpkiKey() {}

  private enum Form {
    // SEQUENCE { SEQUENCE { id-Ed25519 } BIT STRING }
    ED25519(KeyAlgorithm.ED25519, "302a300506032b6570032100", 32),
    // SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 } BIT STRING }
    P256(KeyAlgorithm.P256, "3059301306072a8648ce3d020106082a8648ce3d030107034200", 65),
    P256_COMPRESSED(KeyAlgorithm.P256, "3039301306072a8648ce3d020106082a8648ce3d030107032200", 33),
    // SEQUENCE { SEQUENCE { id-ecPublicKey, secp256k1 } BIT STRING }
    SECP256K1(KeyAlgorithm.SECP256K1, "3056301006072a8648ce3d020106052b8104000a034200", 65),
    SECP256K1_COMPRESSED(
        KeyAlgorithm.SECP256K1, "3036301006072a8648ce3d020106052b8104000a032200", 33);

    private final KeyAlgorithm algorithm;
    private final byte[] header;
    private final int keyBytes;

    Form(KeyAlgorithm algorithm, String header, int keyBytes) {
      this.algorithm = algorithm;
      this.keyBytes = keyBytes;
      try {
        this.header = Hex.decode(header);
      } catch (EncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean fits(byte[] spki) {
      return spki.length == header.length + keyBytes
          && Arrays.equals(spki, 0, header.length, header, 0, header.length);
    }
  }

  /**
   * Writes a key.
   *
   * @param key any key
   * @return the DER bytes, as {@link java.security.PublicKey#getEncoded()} gives them
   */
  public static byte[] encode(DeviceKey key) {
    try {
      Form form = Form.valueOf(key.algorithm().name());
      byte[] point = form.keyBytes == 32 ? key.encoded() : Sec1Key.uncompressed(key);
      byte[] spki = Arrays.copyOf(form.header, form.header.length + point.length);
      System.arraycopy(point, 0, spki, form.header.length, point.length);
      return spki;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("every ECDSA key has an uncompressed form", e);
    }
  }

  /**
   * Reads a key.
   *
   * @param spki the DER bytes
   * @return the key; its algorithm is the one that the bytes name
   * @throws InvalidKeyException if the bytes are not the DER of a strictly valid key of a supported algorithm
   */
  public static DeviceKey decode(byte[] spki) throws InvalidKeyException {
    for (Form form : Form.values()) {
      if (form.fits(spki)) {
        byte[] key = Arrays.copyOfRange(spki, form.header.length, spki.length);
        return form.keyBytes == 32
            ? DeviceKey.of(form.algorithm, key)
            : Sec1Key.decode(form.algorithm, key);
      }
    }
    throw new InvalidKeyException(
        "not the SubjectPublicKeyInfo of an Ed25519, P-256 or secp256k1 key with a named curve: "
            + EncodingException.shown(Hex.encode(Arrays.copyOf(spki, Math.min(spki.length, 100)))));
  }
}
