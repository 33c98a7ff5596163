package org.depinsdk.storage.erasure;

/** Matrices over GF(2<sup>8</sup>). */
final class Matrix {
  private Matrix() {}

  /** Row r is 1, r, r^2 and so on: any so many rows as there are columns can be inverted. */
  static int[][] vandermonde(int rows, int columns) {
    int[][] matrix = new int[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix[r][c] = Galois.power(r, c);
      }
    }
    return matrix;
  }

  static int[][] multiply(int[][] left, int[][] right) {
    int[][] product = new int[left.length][right[0].length];
    for (int r = 0; r < left.length; r++) {
      for (int c = 0; c < right[0].length; c++) {
        for (int i = 0; i < right.length; i++) {
          product[r][c] ^= Galois.multiply(left[r][i], right[i][c]);
        }
      }
    }
    return product;
  }

  /** By Gauss and Jordan; the matrix must have an inverse. */
  static int[][] inverse(int[][] matrix) {
    int n = matrix.length;
    int[][] work = new int[n][2 * n];
    for (int r = 0; r < n; r++) {
      System.arraycopy(matrix[r], 0, work[r], 0, n);
      work[r][n + r] = 1;
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      while (work[pivot][c] == 0) {
        pivot++;
      }
      int[] swapped = work[pivot];
      work[pivot] = work[c];
      work[c] = swapped;
      int scale = Galois.inverse(work[c][c]);
      for (int i = 0; i < 2 * n; i++) {
        work[c][i] = Galois.multiply(work[c][i], scale);
      }
      for (int r = 0; r < n; r++) {
        int factor = work[r][c];
        if (r != c && factor != 0) {
          for (int i = 0; i < 2 * n; i++) {
            work[r][i] ^= Galois.multiply(factor, work[c][i]);
          }
        }
      }
    }
    int[][] inverse = new int[n][n];
    for (int r = 0; r < n; r++) {
      System.arraycopy(work[r], n, inverse[r], 0, n);
    }
    return inverse;
  }
}
