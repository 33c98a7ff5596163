package org.depinsdk.core.identity.internal.ed25519;

import static java.lang.Math.multiplyHigh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A mutable element of the field of p = 2^255 - 19, as five limbs of 51 bits, least significant first. An operation writes
 * its result into the receiver, which may be one of the operands.
 *
 * <p>Limbs may hold more than 51 bits. A product is <em>tight</em>: every limb is below 2^51 + 2^14. Operands of a product
 * are below 2^53.4; so a sum of two tight values, a difference, and a difference plus a sum all fit. What is subtracted is
 * tight.
 */
final class Fe {
  /** The low 51 bits. */
  static final long MASK = (1L << 51) - 1;

  /** Limbs in an element. */
  static final int LIMBS = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The curve's constant d = -121665/121666 (RFC 8032 section 5.1). */
  static final Fe D = ofHex("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3");

  /** 2 d. */
  static final Fe D2 = ofHex("2406d9dc56dffce7198e80f2eef3d13000e0149a8283b156ebd69b9426b2f159");

  /** The square root of -1 that is 2^((p-1)/4) (RFC 8032 section 5.1.3). */
  static final Fe SQRT_M1 =
      ofHex("2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0");

  /** The first limb of 2p; the others are {@link #TWO_P}. */
  private static final long TWO_P_0 = (1L << 52) - 38;

  private static final long TWO_P = (1L << 52) - 2;

  /** More than a column's high part can be too large by. */
  private static final long ROUNDING = 80;

  long a0;
  long a1;
  long a2;
  long a3;
  long a4;

  private static Fe ofHex(String bigEndian) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[31 - i] = (byte) Integer.parseInt(bigEndian, 2 * i, 2 * i + 2, 16);
    }
    Fe fe = new Fe();
    fe.setBytes(bytes, 0);
    return fe;
  }

  /** This = x. */
  void set(Fe x) {
    a0 = x.a0;
    a1 = x.a1;
    a2 = x.a2;
    a3 = x.a3;
    a4 = x.a4;
  }

  /** This = a small number, 0 or more. */
  void set(int small) {
    a0 = small;
    a1 = 0;
    a2 = 0;
    a3 = 0;
    a4 = 0;
  }

  /** This = the limbs that lie at an offset of a table. */
  void load(long[] table, int at) {
    a0 = table[at];
    a1 = table[at + 1];
    a2 = table[at + 2];
    a3 = table[at + 3];
    a4 = table[at + 4];
  }

  /** Writes the limbs into a table. */
  void store(long[] table, int at) {
    table[at] = a0;
    table[at + 1] = a1;
    table[at + 2] = a2;
    table[at + 3] = a3;
    table[at + 4] = a4;
  }

  /** This = the low 255 bits of 32 bytes, little-endian; a value of p or more is not reduced. */
  void setBytes(byte[] bytes, int at) {
    long w0 = (long) LONGS.get(bytes, at);
    long w1 = (long) LONGS.get(bytes, at + 8);
    long w2 = (long) LONGS.get(bytes, at + 16);
    long w3 = (long) LONGS.get(bytes, at + 24);
    a0 = w0 & MASK;
    a1 = (w0 >>> 51 | w1 << 13) & MASK;
    a2 = (w1 >>> 38 | w2 << 26) & MASK;
    a3 = (w2 >>> 25 | w3 << 39) & MASK;
    a4 = w3 >>> 12 & MASK;
  }

  /** Whether limbs straight from {@link #setBytes} hold a value below p. */
  boolean isBelowP() {
    return a0 < MASK - 18 || (a1 & a2 & a3 & a4) != MASK;
  }

  /** The one 32-byte encoding, little-endian, below p. */
  byte[] toBytes() {
    Fe r = new Fe();
    r.set(this);
    r.reduce();
    byte[] bytes = new byte[32];
    LONGS.set(bytes, 0, r.a0 | r.a1 << 51);
    LONGS.set(bytes, 8, r.a1 >>> 13 | r.a2 << 38);
    LONGS.set(bytes, 16, r.a2 >>> 26 | r.a3 << 25);
    LONGS.set(bytes, 24, r.a3 >>> 39 | r.a4 << 12);
    return bytes;
  }

  /** Brings the limbs to 51 bits and the value below p. */
  void reduce() {
    carry();
    carry();
    // now below 2^255 + 2^51; q is how often p fits
    long q = a0 + 19 >>> 51;
    q = a1 + q >>> 51;
    q = a2 + q >>> 51;
    q = a3 + q >>> 51;
    q = a4 + q >>> 51;
    a0 += 19 * q;
    a1 += a0 >>> 51;
    a2 += a1 >>> 51;
    a3 += a2 >>> 51;
    a4 += a3 >>> 51;
    a0 &= MASK;
    a1 &= MASK;
    a2 &= MASK;
    a3 &= MASK;
    a4 &= MASK;
  }

  private void carry() {
    a1 += a0 >>> 51;
    a0 &= MASK;
    a2 += a1 >>> 51;
    a1 &= MASK;
    a3 += a2 >>> 51;
    a2 &= MASK;
    a4 += a3 >>> 51;
    a3 &= MASK;
    a0 += 19 * (a4 >>> 51);
    a4 &= MASK;
  }

  /** Whether the value is 0 modulo p. */
  boolean isZero() {
    Fe r = new Fe();
    r.set(this);
    r.reduce();
    return (r.a0 | r.a1 | r.a2 | r.a3 | r.a4) == 0;
  }

  /** Whether the reduced value is odd: the sign of RFC 8032. */
  boolean isOdd() {
    Fe r = new Fe();
    r.set(this);
    r.reduce();
    return (r.a0 & 1) != 0;
  }

  /** This = x + y. */
  void add(Fe x, Fe y) {
    a0 = x.a0 + y.a0;
    a1 = x.a1 + y.a1;
    a2 = x.a2 + y.a2;
    a3 = x.a3 + y.a3;
    a4 = x.a4 + y.a4;
  }

  /** This = x - y, for a tight y. */
  void sub(Fe x, Fe y) {
    a0 = x.a0 + TWO_P_0 - y.a0;
    a1 = x.a1 + TWO_P - y.a1;
    a2 = x.a2 + TWO_P - y.a2;
    a3 = x.a3 + TWO_P - y.a3;
    a4 = x.a4 + TWO_P - y.a4;
  }

  /** This = -x, tight, for a tight x. */
  void negate(Fe x) {
    setColumns(TWO_P_0 - x.a0, TWO_P - x.a1, TWO_P - x.a2, TWO_P - x.a3, TWO_P - x.a4);
  }

  /**
   * This = x y, tight.
   *
   * <p>A limb product p is split at bit 51 with two multiplications and no carry: its high part is
   * {@code multiplyHigh(x << 8, y << 5)}, and what is left of a column's wrapped sum after its high parts are taken away is
   * small. Columns above the fifth come back times 19, as 2^255 = 19.
   *
   * <p>Two mixed products are one product of sums without the two of equal index (Karatsuba), which leaves 15 products of 25.
   * The high parts are rounded down one by one, so a column's is up to 76 too large; {@link #ROUNDING} is taken from it so that
   * what is left is never negative.
   */
  void mul(Fe x, Fe y) {
    long x0 = x.a0;
    long x1 = x.a1;
    long x2 = x.a2;
    long x3 = x.a3;
    long x4 = x.a4;
    long y0 = y.a0;
    long y1 = y.a1;
    long y2 = y.a2;
    long y3 = y.a3;
    long y4 = y.a4;
    long p0 = x0 * y0;
    long p1 = x1 * y1;
    long p2 = x2 * y2;
    long p3 = x3 * y3;
    long p4 = x4 * y4;
    long low = p0 + p1;
    long high = p3 + p4;
    long c0 = p0 + 19 * ((x1 + x4) * (y1 + y4) + (x2 + x3) * (y2 + y3) - p1 - p2 - high);
    long c1 = (x0 + x1) * (y0 + y1) - low + 19 * ((x2 + x4) * (y2 + y4) + p3 - p2 - p4);
    long c2 = (x0 + x2) * (y0 + y2) + p1 - p0 - p2 + 19 * ((x3 + x4) * (y3 + y4) - high);
    long c3 = (x0 + x3) * (y0 + y3) + (x1 + x2) * (y1 + y2) - low - p2 - p3 + 19 * p4;
    long c4 = (x0 + x4) * (y0 + y4) + (x1 + x3) * (y1 + y3) + p2 - low - high;
    x0 <<= 8;
    x1 <<= 8;
    x2 <<= 8;
    x3 <<= 8;
    x4 <<= 8;
    y0 <<= 5;
    y1 <<= 5;
    y2 <<= 5;
    y3 <<= 5;
    y4 <<= 5;
    p0 = multiplyHigh(x0, y0);
    p1 = multiplyHigh(x1, y1);
    p2 = multiplyHigh(x2, y2);
    p3 = multiplyHigh(x3, y3);
    p4 = multiplyHigh(x4, y4);
    low = p0 + p1;
    high = p3 + p4;
    long h0 = p0
        + 19 * (multiplyHigh(x1 + x4, y1 + y4) + multiplyHigh(x2 + x3, y2 + y3) - p1 - p2 - high)
        - ROUNDING;
    long h1 = multiplyHigh(x0 + x1, y0 + y1)
        - low
        + 19 * (multiplyHigh(x2 + x4, y2 + y4) + p3 - p2 - p4)
        - ROUNDING;
    long h2 = multiplyHigh(x0 + x2, y0 + y2)
        + p1
        - p0
        - p2
        + 19 * (multiplyHigh(x3 + x4, y3 + y4) - high)
        - ROUNDING;
    long h3 = multiplyHigh(x0 + x3, y0 + y3)
        + multiplyHigh(x1 + x2, y1 + y2)
        - low
        - p2
        - p3
        + 19 * p4
        - ROUNDING;
    long h4 = multiplyHigh(x0 + x4, y0 + y4)
        + multiplyHigh(x1 + x3, y1 + y3)
        + p2
        - low
        - high
        - ROUNDING;
    setColumns(
        c0 - (h0 << 51) + 19 * h4,
        c1 - (h1 << 51) + h0,
        c2 - (h2 << 51) + h1,
        c3 - (h3 << 51) + h2,
        c4 - (h4 << 51) + h3);
  }

  /** This = x x, tight. */
  void square(Fe x) {
    square(x, 1);
  }

  /**
   * This = x^(2^n), tight, n at least 1. The method of {@link #mul}, but that every mixed product is computed once and doubled; no
   * high part is too large. The limbs stay in registers from square to square.
   */
  void square(Fe x, int n) {
    long x0 = x.a0;
    long x1 = x.a1;
    long x2 = x.a2;
    long x3 = x.a3;
    long x4 = x.a4;
    for (int i = 0; i < n; i++) {
      long d0 = 2 * x0;
      long d1 = 2 * x1;
      long d2 = 2 * x2;
      long d3 = 2 * x3;
      long z3 = 19 * x3;
      long z4 = 19 * x4;
      long c0 = x0 * x0 + d1 * z4 + d2 * z3;
      long c1 = d0 * x1 + d2 * z4 + x3 * z3;
      long c2 = d0 * x2 + x1 * x1 + d3 * z4;
      long c3 = d0 * x3 + d1 * x2 + x4 * z4;
      long c4 = d0 * x4 + d1 * x3 + x2 * x2;
      d0 <<= 8;
      d1 <<= 8;
      d2 <<= 8;
      d3 <<= 8;
      z3 <<= 5;
      z4 <<= 5;
      long y1 = x1 << 5;
      long y2 = x2 << 5;
      long y3 = x3 << 5;
      long y4 = x4 << 5;
      long h0 = multiplyHigh(x0 << 8, x0 << 5) + multiplyHigh(d1, z4) + multiplyHigh(d2, z3);
      long h1 = multiplyHigh(d0, y1) + multiplyHigh(d2, z4) + multiplyHigh(x3 << 8, z3);
      long h2 = multiplyHigh(d0, y2) + multiplyHigh(x1 << 8, y1) + multiplyHigh(d3, z4);
      long h3 = multiplyHigh(d0, y3) + multiplyHigh(d1, y2) + multiplyHigh(x4 << 8, z4);
      long h4 = multiplyHigh(d0, y4) + multiplyHigh(d1, y3) + multiplyHigh(x2 << 8, y2);
      c0 += 19 * h4 - (h0 << 51);
      c1 += h0 - (h1 << 51);
      c2 += h1 - (h2 << 51);
      c3 += h2 - (h3 << 51);
      c4 += h3 - (h4 << 51);
      x0 = (c0 & MASK) + 19 * (c4 >>> 51);
      x1 = (c1 & MASK) + (c0 >>> 51);
      x2 = (c2 & MASK) + (c1 >>> 51);
      x3 = (c3 & MASK) + (c2 >>> 51);
      x4 = (c4 & MASK) + (c3 >>> 51);
    }
    a0 = x0;
    a1 = x1;
    a2 = x2;
    a3 = x3;
    a4 = x4;
  }

  /**
   * x = x^(2^n) and y = y^(2^n), tight. The steps of {@link #square(Fe, int)} are written out twice, so that the processor multiplies for one
   * while the other's products wait for each other.
   */
  static void squareBoth(Fe x, Fe y, int n) {
    long x0 = x.a0;
    long x1 = x.a1;
    long x2 = x.a2;
    long x3 = x.a3;
    long x4 = x.a4;
    long y0 = y.a0;
    long y1 = y.a1;
    long y2 = y.a2;
    long y3 = y.a3;
    long y4 = y.a4;
    for (int i = 0; i < n; i++) {
      {
        long d0 = 2 * x0;
        long d1 = 2 * x1;
        long d2 = 2 * x2;
        long d3 = 2 * x3;
        long z3 = 19 * x3;
        long z4 = 19 * x4;
        long c0 = x0 * x0 + d1 * z4 + d2 * z3;
        long c1 = d0 * x1 + d2 * z4 + x3 * z3;
        long c2 = d0 * x2 + x1 * x1 + d3 * z4;
        long c3 = d0 * x3 + d1 * x2 + x4 * z4;
        long c4 = d0 * x4 + d1 * x3 + x2 * x2;
        d0 <<= 8;
        d1 <<= 8;
        d2 <<= 8;
        d3 <<= 8;
        z3 <<= 5;
        z4 <<= 5;
        long s1 = x1 << 5;
        long s2 = x2 << 5;
        long s3 = x3 << 5;
        long s4 = x4 << 5;
        long h0 = multiplyHigh(x0 << 8, x0 << 5) + multiplyHigh(d1, z4) + multiplyHigh(d2, z3);
        long h1 = multiplyHigh(d0, s1) + multiplyHigh(d2, z4) + multiplyHigh(x3 << 8, z3);
        long h2 = multiplyHigh(d0, s2) + multiplyHigh(x1 << 8, s1) + multiplyHigh(d3, z4);
        long h3 = multiplyHigh(d0, s3) + multiplyHigh(d1, s2) + multiplyHigh(x4 << 8, z4);
        long h4 = multiplyHigh(d0, s4) + multiplyHigh(d1, s3) + multiplyHigh(x2 << 8, s2);
        c0 += 19 * h4 - (h0 << 51);
        c1 += h0 - (h1 << 51);
        c2 += h1 - (h2 << 51);
        c3 += h2 - (h3 << 51);
        c4 += h3 - (h4 << 51);
        x0 = (c0 & MASK) + 19 * (c4 >>> 51);
        x1 = (c1 & MASK) + (c0 >>> 51);
        x2 = (c2 & MASK) + (c1 >>> 51);
        x3 = (c3 & MASK) + (c2 >>> 51);
        x4 = (c4 & MASK) + (c3 >>> 51);
      }
      {
        long d0 = 2 * y0;
        long d1 = 2 * y1;
        long d2 = 2 * y2;
        long d3 = 2 * y3;
        long z3 = 19 * y3;
        long z4 = 19 * y4;
        long c0 = y0 * y0 + d1 * z4 + d2 * z3;
        long c1 = d0 * y1 + d2 * z4 + y3 * z3;
        long c2 = d0 * y2 + y1 * y1 + d3 * z4;
        long c3 = d0 * y3 + d1 * y2 + y4 * z4;
        long c4 = d0 * y4 + d1 * y3 + y2 * y2;
        d0 <<= 8;
        d1 <<= 8;
        d2 <<= 8;
        d3 <<= 8;
        z3 <<= 5;
        z4 <<= 5;
        long s1 = y1 << 5;
        long s2 = y2 << 5;
        long s3 = y3 << 5;
        long s4 = y4 << 5;
        long h0 = multiplyHigh(y0 << 8, y0 << 5) + multiplyHigh(d1, z4) + multiplyHigh(d2, z3);
        long h1 = multiplyHigh(d0, s1) + multiplyHigh(d2, z4) + multiplyHigh(y3 << 8, z3);
        long h2 = multiplyHigh(d0, s2) + multiplyHigh(y1 << 8, s1) + multiplyHigh(d3, z4);
        long h3 = multiplyHigh(d0, s3) + multiplyHigh(d1, s2) + multiplyHigh(y4 << 8, z4);
        long h4 = multiplyHigh(d0, s4) + multiplyHigh(d1, s3) + multiplyHigh(y2 << 8, s2);
        c0 += 19 * h4 - (h0 << 51);
        c1 += h0 - (h1 << 51);
        c2 += h1 - (h2 << 51);
        c3 += h2 - (h3 << 51);
        c4 += h3 - (h4 << 51);
        y0 = (c0 & MASK) + 19 * (c4 >>> 51);
        y1 = (c1 & MASK) + (c0 >>> 51);
        y2 = (c2 & MASK) + (c1 >>> 51);
        y3 = (c3 & MASK) + (c2 >>> 51);
        y4 = (c4 & MASK) + (c3 >>> 51);
      }
    }
    x.a0 = x0;
    x.a1 = x1;
    x.a2 = x2;
    x.a3 = x3;
    x.a4 = x4;
    y.a0 = y0;
    y.a1 = y1;
    y.a2 = y2;
    y.a3 = y3;
    y.a4 = y4;
  }

  private void setColumns(long c0, long c1, long c2, long c3, long c4) {
    a0 = (c0 & MASK) + 19 * (c4 >>> 51);
    a1 = (c1 & MASK) + (c0 >>> 51);
    a2 = (c2 & MASK) + (c1 >>> 51);
    a3 = (c3 & MASK) + (c2 >>> 51);
    a4 = (c4 & MASK) + (c3 >>> 51);
  }

  /** This = x^((p-5)/8). */
  void powP58(Fe x) {
    set(x);
    Powers.p58(this);
  }

  /** This = 1/x, and 0 for 0. */
  void invert(Fe x) {
    set(Powers.inverse(x));
  }

  /**
   * This = a root of u/v, if that is a square, otherwise a root of u/v times the square root of -1.
   *
   * @return whether u/v is a square
   */
  boolean setRootOfRatio(Fe u, Fe v) {
    RatioRoot root = new RatioRoot(u, v);
    Powers.p58(root.power());
    return root.end(this);
  }
}
