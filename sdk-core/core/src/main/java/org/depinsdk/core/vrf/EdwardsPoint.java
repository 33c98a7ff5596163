package org.depinsdk.core.vrf;

import java.math.BigInteger;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * A point of edwards25519 in extended coordinates (RFC 8032 section 5.1.4). Its time depends on its numbers: it is for
 * public values, and for proofs that are made rarely.
 */
final class EdwardsPoint {
  static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  // spec| d = -121665/121666
  private static final BigInteger D = BigInteger.valueOf(-121665)
      .multiply(BigInteger.valueOf(121666).modInverse(P))
      .mod(P);
  private static final BigInteger TWO_D = D.shiftLeft(1).mod(P);
  private static final BigInteger SQRT_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
  static final EdwardsPoint IDENTITY =
      new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  private final BigInteger x;
  private final BigInteger y;
  private final BigInteger z;
  private final BigInteger t;

  private EdwardsPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  static EdwardsPoint ofAffine(BigInteger x, BigInteger y) {
    return new EdwardsPoint(x, y, BigInteger.ONE, x.multiply(y).mod(P));
  }

  /** RFC 8032 section 5.1.3, strict: y below p, and no negative zero. */
  static @Nullable EdwardsPoint decode(byte[] encoded) {
    if (encoded.length != 32) {
      return null;
    }
    byte[] bigEndian = Arrays.reverse(encoded);
    boolean odd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (y.compareTo(P) >= 0) {
      return null;
    }
    BigInteger x = root(y);
    if (x == null || (x.signum() == 0 && odd)) {
      return null;
    }
    return ofAffine(x.testBit(0) == odd ? x : P.subtract(x).mod(P), y);
  }

  // x with x^2 = (y^2 - 1) / (d y^2 + 1), or null
  private static @Nullable BigInteger root(BigInteger y) {
    BigInteger ySquared = y.multiply(y).mod(P);
    BigInteger square = ySquared
        .subtract(BigInteger.ONE)
        .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
        .mod(P);
    return sqrt(square);
  }

  static @Nullable BigInteger sqrt(BigInteger square) {
    BigInteger root = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!root.multiply(root).mod(P).equals(square)) {
      root = root.multiply(SQRT_MINUS_ONE).mod(P);
    }
    return root.multiply(root).mod(P).equals(square) ? root : null;
  }

  byte[] encode() {
    BigInteger inverse = z.modInverse(P);
    byte[] encoded =
        Arrays.reverse(BigIntegers.asUnsignedByteArray(32, y.multiply(inverse).mod(P)));
    if (x.multiply(inverse).mod(P).testBit(0)) {
      encoded[31] |= (byte) 0x80;
    }
    return encoded;
  }

  boolean isIdentity() {
    return x.signum() == 0 && y.equals(z);
  }

  EdwardsPoint negate() {
    return new EdwardsPoint(P.subtract(x).mod(P), y, z, P.subtract(t).mod(P));
  }

  // RFC 8032 section 5.1.4; complete, so that it doubles too
  EdwardsPoint add(EdwardsPoint other) {
    BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
    BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
    BigInteger c = t.multiply(TWO_D).multiply(other.t).mod(P);
    BigInteger d = z.shiftLeft(1).multiply(other.z).mod(P);
    BigInteger e = b.subtract(a);
    BigInteger f = d.subtract(c);
    BigInteger g = d.add(c);
    BigInteger h = b.add(a);
    return new EdwardsPoint(
        e.multiply(f).mod(P),
        g.multiply(h).mod(P),
        f.multiply(g).mod(P),
        e.multiply(h).mod(P));
  }

  EdwardsPoint multiply(BigInteger scalar) {
    EdwardsPoint result = IDENTITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      result = result.add(result);
      if (scalar.testBit(bit)) {
        result = result.add(this);
      }
    }
    return result;
  }
}
