package org.depinsdk.storage.erasure;

/** GF(2<sup>8</sup>) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11d), whose element 2 generates all but zero. */
final class Galois {
  /** The polynomial without its highest term. */
  static final int POLYNOMIAL = 0x1d;

  private static final int[] EXP = new int[2 * 255];
  private static final int[] LOG = new int[256];

  static {
    int x = 1;
    for (int i = 0; i < 255; i++) {
      EXP[i] = x;
      EXP[i + 255] = x;
      LOG[x] = i;
      x = x << 1 ^ (x >> 7) * (0x100 | POLYNOMIAL);
    }
  }

  private Galois() {}

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
  }

  static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("zero has no inverse");
    }
    return EXP[255 - LOG[a]];
  }

  /** The n-th power; 1 for n = 0, of zero too. */
  static int power(int a, int n) {
    if (n == 0) {
      return 1;
    }
    return a == 0 ? 0 : EXP[LOG[a] * n % 255];
  }
}
