package org.depinsdk.core.identity.internal.ed25519;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** The curve once more, slowly, by its affine addition law in BigInteger: what the fast code is compared with. */
record Affine(BigInteger x, BigInteger y) {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D = BigInteger.valueOf(-121665)
      .multiply(BigInteger.valueOf(121666).modInverse(P))
      .mod(P);
  static final Affine IDENTITY = new Affine(BigInteger.ZERO, BigInteger.ONE);

  static Affine of(Point p) {
    BigInteger inverse = value(p.z).modInverse(P);
    return new Affine(
        value(p.x).multiply(inverse).mod(P), value(p.y).multiply(inverse).mod(P));
  }

  Affine plus(Affine q) {
    BigInteger xy = x.multiply(q.y);
    BigInteger yx = y.multiply(q.x);
    BigInteger product = D.multiply(xy).multiply(yx).mod(P);
    BigInteger numerator = y.multiply(q.y).add(x.multiply(q.x));
    return new Affine(
        xy.add(yx).multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
        numerator.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
  }

  Affine times(BigInteger n) {
    Affine sum = IDENTITY;
    for (int i = n.bitLength() - 1; i >= 0; i--) {
      sum = sum.plus(sum);
      if (n.testBit(i)) {
        sum = sum.plus(this);
      }
    }
    return sum;
  }

  /** The limbs as they are, modulo p. */
  static BigInteger value(Fe fe) {
    long[] limbs = new long[Fe.LIMBS];
    fe.store(limbs, 0);
    BigInteger value = BigInteger.ZERO;
    for (int i = Fe.LIMBS - 1; i >= 0; i--) {
      value = value.shiftLeft(51).add(BigInteger.valueOf(limbs[i]));
    }
    return value.mod(P);
  }

  static BigInteger value(Scalar scalar) {
    return littleEndian(bytes(scalar));
  }

  static byte[] bytes(Scalar scalar) {
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.allocate(32).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(scalar.words());
    return buffer.array();
  }

  static BigInteger littleEndian(byte[] bytes) {
    byte[] big = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      big[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  static byte[] littleEndian(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static Scalar scalar(BigInteger value) {
    return Scalar.reduce(littleEndian(value.mod(L), 32));
  }

  static Scalar scalar(RandomGenerator random) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    return Scalar.reduce(bytes);
  }

  /** A point of the prime-order group, with Z = 1. */
  static Point point(RandomGenerator random) {
    Group group = new Group();
    Straus straus = new Straus(group);
    straus.addBase(scalar(random));
    Point p = straus.sum();
    Group.normalize(new Point[] {p});
    return p;
  }
}
