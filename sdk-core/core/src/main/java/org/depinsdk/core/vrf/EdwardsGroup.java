package org.depinsdk.core.vrf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.hash2curve.impl.XmdMessageExpansion;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.internal.Digests;
import org.jspecify.annotations.Nullable;

/** Edwards25519 with the encodings of RFC 8032 and little-endian numbers. */
final class EdwardsGroup implements VrfGroup<EdwardsPoint> {
  private static final BigInteger P = EdwardsPoint.P;
  // spec| 2^252 + 27742317777372353535851937790883648493
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger COFACTOR = BigInteger.valueOf(8);
  private static final EdwardsPoint BASE = base4over5();
  // spec| DST = "ECVRF_" || h2c_suite_ID_string || suite_string
  private static final byte[] ELL2_TAG =
      "ECVRF_edwards25519_XMD:SHA-512_ELL2_NU_\u0004".getBytes(StandardCharsets.US_ASCII);
  // curve25519: v^2 = u^3 + J u^2 + u
  private static final BigInteger J = BigInteger.valueOf(486662);
  // c1 of RFC 9380 appendix G.2.2: sqrt(-486664), the root whose lowest bit is 0
  private static final BigInteger SQRT_486664 = evenRoot();

  private static EdwardsPoint base4over5() {
    byte[] encoded = new byte[32];
    Arrays.fill(encoded, (byte) 0x66);
    encoded[0] = 0x58;
    EdwardsPoint base = EdwardsPoint.decode(encoded);
    if (base == null) {
      throw new IllegalStateException("the base point is on the curve");
    }
    return base;
  }

  private static BigInteger evenRoot() {
    BigInteger root = EdwardsPoint.sqrt(BigInteger.valueOf(-486664).mod(P));
    if (root == null) {
      throw new IllegalStateException("-486664 is a square");
    }
    return root.testBit(0) ? P.subtract(root) : root;
  }

  @Override
  public BigInteger order() {
    return ORDER;
  }

  @Override
  public EdwardsPoint base() {
    return BASE;
  }

  @Override
  public EdwardsPoint add(EdwardsPoint a, EdwardsPoint b) {
    return a.add(b);
  }

  @Override
  public EdwardsPoint negate(EdwardsPoint point) {
    return point.negate();
  }

  @Override
  public EdwardsPoint multiply(EdwardsPoint point, BigInteger scalar) {
    return point.multiply(scalar);
  }

  @Override
  public EdwardsPoint clearCofactor(EdwardsPoint point) {
    return point.multiply(COFACTOR);
  }

  @Override
  public boolean isIdentity(EdwardsPoint point) {
    return point.isIdentity();
  }

  @Override
  public byte[] encode(EdwardsPoint point) {
    return point.encode();
  }

  @Override
  public @Nullable EdwardsPoint decode(byte[] encoded) {
    return EdwardsPoint.decode(encoded);
  }

  // spec| interpret_hash_value_as_a_point(s) = string_to_point(s[0]...s[31])
  @Override
  public @Nullable EdwardsPoint interpretHash(byte[] hash) {
    return EdwardsPoint.decode(Arrays.copyOf(hash, 32));
  }

  // RFC 9380: encode_to_curve of edwards25519_XMD:SHA-512_ELL2_NU_
  @Override
  public EdwardsPoint encodeToCurve(byte[] message, VrfSuite suite) {
    byte[] uniform =
        new XmdMessageExpansion(new SHA512Digest(), 128).expandMessage(message, ELL2_TAG, 48);
    return clearCofactor(elligator2(new BigInteger(1, uniform).mod(P)));
  }

  // RFC 9380 section 6.7.1 with Z = 2, then the map of section 6.8.2 to the Edwards curve
  private static EdwardsPoint elligator2(BigInteger r) {
    BigInteger denominator = BigInteger.ONE.add(r.multiply(r).shiftLeft(1)).mod(P);
    BigInteger x1 = denominator.signum() == 0
        ? J.negate().mod(P)
        : J.negate().multiply(denominator.modInverse(P)).mod(P);
    BigInteger root = EdwardsPoint.sqrt(montgomery(x1));
    BigInteger u = x1;
    boolean odd = true;
    if (root == null) {
      u = x1.negate().subtract(J).mod(P);
      root = EdwardsPoint.sqrt(montgomery(u));
      odd = false;
    }
    if (root == null) {
      throw new IllegalStateException("one of the two candidates is a square");
    }
    BigInteger v = root.testBit(0) == odd ? root : P.subtract(root).mod(P);
    BigInteger uPlusOne = u.add(BigInteger.ONE).mod(P);
    if (v.signum() == 0 || uPlusOne.signum() == 0) {
      return EdwardsPoint.IDENTITY;
    }
    return EdwardsPoint.ofAffine(
        SQRT_486664.multiply(u).multiply(v.modInverse(P)).mod(P),
        u.subtract(BigInteger.ONE).multiply(uPlusOne.modInverse(P)).mod(P));
  }

  private static BigInteger montgomery(BigInteger u) {
    return u.multiply(u).add(J.multiply(u)).add(BigInteger.ONE).multiply(u).mod(P);
  }

  @Override
  public byte[] hash(byte[]... parts) {
    return Digests.sha512(parts);
  }

  @Override
  public byte[] scalarBytes(BigInteger scalar, int length) {
    return Arrays.reverse(BigIntegers.asUnsignedByteArray(length, scalar));
  }

  @Override
  public BigInteger scalar(byte[] bytes) {
    return new BigInteger(1, Arrays.reverse(bytes));
  }

  // RFC 8032 section 5.1.5
  @Override
  public BigInteger secretScalar(byte[] secret) {
    byte[] hash = Arrays.copyOf(Digests.sha512(secret), 32);
    hash[0] &= (byte) 0xf8;
    hash[31] &= 0x7f;
    hash[31] |= 0x40;
    return scalar(hash);
  }

  @Override
  public BigInteger nonce(byte[] secret, byte[] encodedPoint) {
    byte[] prefix = Arrays.copyOfRange(Digests.sha512(secret), 32, 64);
    return scalar(Digests.sha512(prefix, encodedPoint)).mod(ORDER);
  }
}
