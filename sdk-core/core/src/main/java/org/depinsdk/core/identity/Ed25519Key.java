package org.depinsdk.core.identity;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 public key (RFC 8032), canonical, on the curve and in the prime-order group. */
public final class Ed25519Key implements DeviceKey {
  private final byte[] encoded;
  private final Ed25519.PublicPoint point;

  private Ed25519Key(byte[] encoded, Ed25519.PublicPoint point) {
    this.encoded = encoded;
    this.point = point;
  }

  /**
   * Reads a key.
   *
   * @param encoded 32 bytes
   * @return the key
   * @throws InvalidKeyException where the length is wrong, the encoding is not canonical, or the point is not of prime order
   */
  public static Ed25519Key of(byte[] encoded) throws InvalidKeyException {
    if (encoded.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new InvalidKeyException("an Ed25519 key has 32 bytes, not " + encoded.length);
    }
    byte[] copy = encoded.clone();
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(copy, 0);
    if (point == null) {
      throw new InvalidKeyException("not a canonical Ed25519 point of prime order");
    }
    return new Ed25519Key(copy, point);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return didKey();
  }
}
