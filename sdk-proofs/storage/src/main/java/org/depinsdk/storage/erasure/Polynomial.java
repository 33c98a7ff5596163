package org.depinsdk.storage.erasure;

import java.util.Arrays;

/** Polynomials over GF(2<sup>8</sup>): coefficients, the lowest first, the last one not zero; zero has none. */
final class Polynomial {
  private Polynomial() {}

  static int degree(int[] a) {
    return a.length - 1;
  }

  static int[] trim(int[] a) {
    int length = a.length;
    while (length > 0 && a[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(a, length);
  }

  static int[] add(int[] a, int[] b) {
    int[] sum = Arrays.copyOf(a, Math.max(a.length, b.length));
    for (int i = 0; i < b.length; i++) {
      sum[i] ^= b[i];
    }
    return trim(sum);
  }

  static int[] multiply(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return new int[0];
    }
    int[] product = new int[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        product[i + j] ^= Galois.multiply(a[i], b[j]);
      }
    }
    return product;
  }

  /** Quotient and remainder. */
  static int[][] divide(int[] a, int[] b) {
    int[] rest = a.clone();
    int[] quotient = new int[Math.max(0, a.length - b.length + 1)];
    int scale = Galois.inverse(b[b.length - 1]);
    for (int at = quotient.length - 1; at >= 0; at--) {
      int factor = Galois.multiply(rest[at + b.length - 1], scale);
      quotient[at] = factor;
      for (int i = 0; i < b.length; i++) {
        rest[at + i] ^= Galois.multiply(factor, b[i]);
      }
    }
    return new int[][] {trim(quotient), trim(rest)};
  }

  static int at(int[] a, int x) {
    int value = 0;
    for (int i = a.length - 1; i >= 0; i--) {
      value = Galois.multiply(value, x) ^ a[i];
    }
    return value;
  }

  /** The product of (x - root). */
  static int[] ofRoots(int[] roots) {
    int[] product = {1};
    for (int root : roots) {
      product = multiply(product, new int[] {root, 1});
    }
    return product;
  }

  /** The polynomial of lowest degree through points, by Newton. */
  static int[] through(int[] x, int[] y) {
    int[] polynomial = {};
    int[] basis = {1};
    for (int i = 0; i < x.length; i++) {
      int factor = Galois.multiply(y[i] ^ at(polynomial, x[i]), Galois.inverse(at(basis, x[i])));
      polynomial = add(polynomial, multiply(basis, factor == 0 ? new int[0] : new int[] {factor}));
      basis = multiply(basis, new int[] {x[i], 1});
    }
    return polynomial;
  }
}
