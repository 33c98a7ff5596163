package org.depinsdk.core.identity;

/** A NIST P-256 public key for ECDSA with SHA-256 (FIPS 186-5). Only low s is accepted, so that a signature has one form. */
public final class P256Key implements DeviceKey {
  private final EcdsaPoint point;

  private P256Key(EcdsaPoint point) {
    this.point = point;
  }

  /**
   * Reads a key.
   *
   * @param encoded 33 bytes, SEC 1 compressed
   * @return the key
   * @throws InvalidKeyException if the bytes are not the compressed form of a point on the curve
   */
  public static P256Key of(byte[] encoded) throws InvalidKeyException {
    return new P256Key(EcdsaPoint.decode(EcdsaPoint.P256, KeyAlgorithm.P256, encoded));
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.P256;
  }

  @Override
  public byte[] encoded() {
    return point.encoded();
  }

  /**
   * The key with both coordinates, SEC 1 uncompressed.
   *
   * @return 65 bytes: 04, x, y
   */
  public byte[] uncompressed() {
    return point.uncompressed();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return point.verify(message, signature);
  }

  @Override
  public boolean verify(SignedPayload payload, byte[] signature) {
    return point.verifyDigest(payload.ecdsaDigest(), signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof P256Key key && point.equals(key.point);
  }

  @Override
  public int hashCode() {
    return point.hashCode();
  }

  @Override
  public String toString() {
    return didKey();
  }
}
