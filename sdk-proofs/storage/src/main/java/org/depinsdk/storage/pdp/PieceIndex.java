package org.depinsdk.storage.pdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the piece of a data set in which a leaf lies: PDPVerifier's {@code findPieceIds}. Leaves are counted over all pieces
 * one after the other; what is found is counted from the start of its own piece. A piece that was removed keeps its number and
 * has no leaves.
 *
 * <p>The sums are those of the contract: the entry of piece j covers as many pieces up to j as j + 1 is divisible by a power of
 * two.
 */
public final class PieceIndex {
  private final List<Long> counts = new ArrayList<>();
  private final List<Long> sums = new ArrayList<>();
  private long total;

  /** An empty data set. */
  public PieceIndex() {}

  /**
   * Where a leaf lies.
   *
   * @param piece the number of the piece in its data set, from 0
   * @param offset of the leaf in the piece, from 0
   */
  public record Location(int piece, long offset) {}

  /**
   * Adds a piece behind the last one.
   *
   * @param leaves how many it has, 0 or more
   * @return its number
   * @throws IllegalArgumentException if there are fewer than 0 leaves, or more than 2^63 - 1 in all
   */
  public int add(long leaves) {
    if (leaves < 0 || leaves > Long.MAX_VALUE - total) {
      throw new IllegalArgumentException(
          "leaves must be 0 to " + (Long.MAX_VALUE - total) + ", not " + leaves);
    }
    int piece = counts.size();
    long sum = leaves;
    for (int step = 1; step < lowestBit(piece); step *= 2) {
      sum += sums.get(piece - step);
    }
    counts.add(leaves);
    sums.add(sum);
    total += leaves;
    return piece;
  }

  /**
   * Removes a piece. Its number is not given to another.
   *
   * @param piece its number
   * @throws IllegalArgumentException if there is no such piece
   */
  public void remove(int piece) {
    if (piece < 0 || piece >= counts.size()) {
      throw new IllegalArgumentException(
          "piece must be 0 to " + (counts.size() - 1) + ", not " + piece);
    }
    long leaves = counts.set(piece, 0L);
    total -= leaves;
    for (int at = piece; at < sums.size(); at += lowestBit(at)) {
      sums.set(at, sums.get(at) - leaves);
    }
  }

  /**
   * Finds a leaf.
   *
   * @param leaf from 0 to {@link #leaves} - 1
   * @return its piece, and where in it
   * @throws IllegalArgumentException if the data set has no such leaf
   */
  public Location find(long leaf) {
    if (leaf < 0 || leaf >= total) {
      throw new IllegalArgumentException("leaf must be 0 to " + (total - 1) + ", not " + leaf);
    }
    // the largest number of pieces in front of which the leaf does not lie
    int before = 0;
    long rest = leaf;
    for (int step = Integer.highestOneBit(sums.size()); step > 0; step /= 2) {
      int next = before + step;
      if (next <= sums.size() && sums.get(next - 1) <= rest) {
        before = next;
        rest -= sums.get(next - 1);
      }
    }
    return new Location(before, rest);
  }

  /**
   * How many leaves the data set has.
   *
   * @return of all pieces together
   */
  public long leaves() {
    return total;
  }

  /**
   * The contract's sums, one for each piece.
   *
   * @return a copy
   */
  public List<Long> sums() {
    return List.copyOf(sums);
  }

  // of piece + 1, counted from 1
  private static int lowestBit(int piece) {
    return Integer.lowestOneBit(piece + 1);
  }
}
