package org.depinsdk.core.identity.internal.ed25519;

/**
 * A scalar k as a fraction of two numbers of half its length: {@code numerator = denominator k} modulo L (Antipa and others,
 * 2005). An equation in multiples of k, times the denominator, then needs half the doublings. The denominator is never 0
 * modulo L, so in the prime-order group the two equations have the same solutions.
 *
 * @param numerator below 2^127
 * @param denominator the absolute value, 1 to 2^127
 * @param negative whether the denominator is negative
 */
record HalfScalars(Scalar numerator, Scalar denominator, boolean negative) {
  private static final long[] L = {0x5812631a5cf5d3edL, 0x14def9dea2f79cd6L, 0, 0x1000000000000000L
  };

  /**
   * Splits a scalar by Euclid's algorithm on L and k, stopped half-way.
   *
   * @param k the scalar
   * @return the fraction
   */
  static HalfScalars of(Scalar k) {
    // r0 = +-t0 k and r1 = +-t1 k modulo L, the two signs being different
    long[] r0 = L.clone();
    long[] r1 = k.words();
    long[] t0 = {0, 0};
    long[] t1 = {1, 0};
    boolean negative = false;
    while (bitLength(r1) > 127) {
      int length = bitLength(r1);
      for (int shift = bitLength(r0) - length; shift >= 0; shift = bitLength(r0) - length) {
        if (!subtractShifted(r0, r1, shift)) {
          if (shift == 0) {
            break;
          }
          shift--;
          subtractShifted(r0, r1, shift);
        }
        addShifted(t0, t1, shift);
      }
      long[] r = r0;
      r0 = r1;
      r1 = r;
      long[] t = t0;
      t0 = t1;
      t1 = t;
      negative = !negative;
    }
    return new HalfScalars(Scalar.ofWords(r1[0], r1[1]), Scalar.ofWords(t1[0], t1[1]), negative);
  }

  private static int bitLength(long[] x) {
    int i = 3;
    while (i > 0 && x[i] == 0) {
      i--;
    }
    return 64 * (i + 1) - Long.numberOfLeadingZeros(x[i]);
  }

  /** x -= y 2^shift if that is not negative; otherwise x stays and the answer is false. */
  private static boolean subtractShifted(long[] x, long[] y, int shift) {
    long[] z = new long[4];
    long borrow = 0;
    for (int i = 0; i < 4; i++) {
      long subtrahend = shiftedWord(y, i, shift);
      long difference = x[i] - subtrahend;
      long next = Long.compareUnsigned(x[i], subtrahend) < 0 ? 1 : 0;
      if (difference == 0 && borrow == 1) {
        next = 1;
      }
      z[i] = difference - borrow;
      borrow = next;
    }
    if (borrow != 0) {
      return false;
    }
    System.arraycopy(z, 0, x, 0, 4);
    return true;
  }

  /** x += y 2^shift; the sum is below 2^128. */
  private static void addShifted(long[] x, long[] y, int shift) {
    long low = shiftedWord(y, 0, shift);
    long sum = x[0] + low;
    x[1] += shiftedWord(y, 1, shift) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    x[0] = sum;
  }

  private static long shiftedWord(long[] x, int i, int shift) {
    int from = i - (shift >>> 6);
    int bits = shift & 63;
    long word = from >= 0 ? x[from] << bits : 0;
    return bits != 0 && from >= 1 ? word | x[from - 1] >>> (64 - bits) : word;
  }
}
