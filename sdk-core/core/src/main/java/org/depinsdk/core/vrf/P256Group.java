package org.depinsdk.core.vrf;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.internal.Digests;
import org.jspecify.annotations.Nullable;

/** P-256 with compressed points and big-endian numbers. */
final class P256Group implements VrfGroup<ECPoint> {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  // spec| DST = "ECVRF_" || h2c_suite_ID_string || suite_string
  private static final String SSWU_TAG = "ECVRF_P256_XMD:SHA-256_SSWU_NU_\u0002";

  @Override
  public BigInteger order() {
    return CURVE.getN();
  }

  @Override
  public ECPoint base() {
    return CURVE.getG();
  }

  @Override
  public ECPoint add(ECPoint a, ECPoint b) {
    return a.add(b);
  }

  @Override
  public ECPoint negate(ECPoint point) {
    return point.negate();
  }

  @Override
  public ECPoint multiply(ECPoint point, BigInteger scalar) {
    return point.multiply(scalar).normalize();
  }

  @Override
  public ECPoint clearCofactor(ECPoint point) {
    return point;
  }

  @Override
  public boolean isIdentity(ECPoint point) {
    return point.isInfinity();
  }

  @Override
  public byte[] encode(ECPoint point) {
    return point.normalize().getEncoded(true);
  }

  @Override
  public @Nullable ECPoint decode(byte[] encoded) {
    if (encoded.length != 33 || (encoded[0] != 2 && encoded[0] != 3)) {
      return null;
    }
    try {
      return CURVE.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  // spec| interpret_hash_value_as_a_point(s) = string_to_point(0x02 || s)
  @Override
  public @Nullable ECPoint interpretHash(byte[] hash) {
    byte[] compressed = new byte[33];
    compressed[0] = 2;
    System.arraycopy(hash, 0, compressed, 1, 32);
    return decode(compressed);
  }

  @Override
  public ECPoint encodeToCurve(byte[] message, VrfSuite suite) {
    ECPoint point = HashToEllipticCurve.getInstance(HashToCurveProfile.P256_XMD_SHA_256, SSWU_TAG)
        .encodeToCurve(message)
        .normalize();
    return CURVE
        .getCurve()
        .createPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  @Override
  public byte[] hash(byte[]... parts) {
    return Digests.sha256(parts);
  }

  @Override
  public byte[] scalarBytes(BigInteger scalar, int length) {
    return BigIntegers.asUnsignedByteArray(length, scalar);
  }

  @Override
  public BigInteger scalar(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  @Override
  public BigInteger secretScalar(byte[] secret) {
    return new BigInteger(1, secret);
  }

  // RFC 6979 with the point's encoding as the message
  @Override
  public BigInteger nonce(byte[] secret, byte[] encodedPoint) {
    HMacDSAKCalculator calculator = new HMacDSAKCalculator(new SHA256Digest());
    calculator.init(order(), secretScalar(secret), Arrays.copyOf(Digests.sha256(encodedPoint), 32));
    return calculator.nextK();
  }
}
