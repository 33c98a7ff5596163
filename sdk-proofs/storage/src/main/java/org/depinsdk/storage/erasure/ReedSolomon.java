package org.depinsdk.storage.erasure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A systematic Reed-Solomon code over GF(2<sup>8</sup>): k shards of data and some of parity, of which any k restore all. The
 * bytes at one place of all shards are a code word: the values of a polynomial of degree below k at 0, 1, 2 and so on. The same
 * code as Backblaze's JavaReedSolomon and klauspost/reedsolomon by default.
 *
 * <p>Written by hand: the libraries on the JVM that are kept are not in Maven Central, and are slower, because they look each
 * product up in a table. Immutable, for several threads.
 */
public final class ReedSolomon {
  /** Most shards of a code: there are so many points. */
  public static final int MAX_SHARDS = 256;

  private final int data;
  private final int total;
  private final int[][] matrix;

  /**
   * A code.
   *
   * @param data how many shards hold data, 1 or more
   * @param parity how many are added, 0 or more
   * @throws IllegalArgumentException if there is no data or more than {@value #MAX_SHARDS} shards together
   */
  public ReedSolomon(int data, int parity) {
    if (data < 1 || parity < 0 || data > MAX_SHARDS || parity > MAX_SHARDS - data) {
      throw new IllegalArgumentException("a code has 1 or more data shards and at most "
          + MAX_SHARDS + " shards, not " + data + " and " + parity);
    }
    this.data = data;
    this.total = data + parity;
    int[][] points = Matrix.vandermonde(total, data);
    this.matrix = Matrix.multiply(points, Matrix.inverse(Arrays.copyOf(points, data)));
  }

  /**
   * How many shards hold data.
   *
   * @return k
   */
  public int data() {
    return data;
  }

  /**
   * How many shards there are.
   *
   * @return data and parity
   */
  public int total() {
    return total;
  }

  /**
   * Computes the parity.
   *
   * @param shards all shards, of one length; those behind the data are overwritten
   * @throws IllegalArgumentException if there are too few or too many, or they differ in length
   */
  public void encode(byte[][] shards) {
    check(shards);
    new Combiner(Arrays.copyOfRange(matrix, data, total))
        .combine(Arrays.copyOf(shards, data), Arrays.copyOfRange(shards, data, total));
  }

  /**
   * Whether shards are a word of this code. It does not say which one is wrong if they are not.
   *
   * @param shards all shards, of one length
   * @return true if the parity is that of the data
   * @throws IllegalArgumentException if there are too few or too many, or they differ in length
   */
  public boolean isCodeWord(byte[][] shards) {
    check(shards);
    byte[][] again = Arrays.copyOf(shards, total);
    for (int i = data; i < total; i++) {
      again[i] = new byte[shards[i].length];
    }
    encode(again);
    return Arrays.deepEquals(again, shards);
  }

  /**
   * Restores what is missing from any k shards. Only whether shards are missing is known here, not whether they are right: use
   * {@link ShardRepair}, which checks each against its commitment.
   *
   * @param shards by number, null where one is missing; of one length. Missing ones are put in; the others are not changed
   * @throws IllegalArgumentException if fewer than k are there, there are more than all, or they differ in length
   */
  public void reconstruct(byte[] @Nullable [] shards) {
    if (shards.length != total) {
      throw wrongCount(shards.length);
    }
    int[] present = new int[data];
    int found = 0;
    for (int i = 0; i < total && found < data; i++) {
      if (shards[i] != null) {
        present[found++] = i;
      }
    }
    if (found < data) {
      throw new IllegalArgumentException(
          data + " shards are needed, but only " + found + " are there");
    }
    int length = -1;
    byte[][] inputs = new byte[data][];
    int[][] rows = new int[data][];
    for (int i = 0; i < data; i++) {
      inputs[i] = java.util.Objects.requireNonNull(shards[present[i]]);
      rows[i] = matrix[present[i]];
      length = inputs[i].length;
    }
    for (int i = 0; i < total; i++) {
      byte[] shard = shards[i];
      if (shard != null && shard.length != length) {
        throw wrongLength(shard.length, length);
      }
    }
    int missing = (int) Arrays.stream(shards).filter(s -> s == null).count();
    int[][] wanted = new int[missing][];
    byte[][] outputs = new byte[missing][length];
    int at = 0;
    for (int i = 0; i < total; i++) {
      if (shards[i] == null) {
        wanted[at] = matrix[i];
        shards[i] = outputs[at++];
      }
    }
    if (missing > 0) {
      new Combiner(Matrix.multiply(wanted, Matrix.inverse(rows))).combine(inputs, outputs);
    }
  }

  private void check(byte[][] shards) {
    if (shards.length != total) {
      throw wrongCount(shards.length);
    }
    for (byte[] shard : shards) {
      if (shard.length != shards[0].length) {
        throw wrongLength(shard.length, shards[0].length);
      }
    }
  }

  private IllegalArgumentException wrongCount(int count) {
    return new IllegalArgumentException("the code has " + total + " shards, not " + count);
  }

  private static IllegalArgumentException wrongLength(int length, int first) {
    return new IllegalArgumentException(
        "all shards have one length; one has " + length + " bytes, another " + first);
  }
}
