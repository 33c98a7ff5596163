package org.depinsdk.transparency.tree;

import java.io.IOException;

/** Splits a range of leaves as RFC 6962 section 2.1 does. */
final class Subtree {
  private Subtree() {}

  /** How many of n > 1 leaves go to the left: the largest power of two below n. */
  static long left(long n) {
    return Long.highestOneBit(n - 1);
  }

  /** The hash over the leaves from..to, where {@code from} is a multiple of the smallest power of two not below their number. */
  static TreeHash hash(HashSource source, long from, long to) throws IOException {
    long n = to - from;
    if (Long.bitCount(n) == 1) {
      int level = Long.numberOfTrailingZeros(n);
      return source.hash(level, from >>> level);
    }
    long middle = from + left(n);
    return TreeHash.ofNode(hash(source, from, middle), hash(source, middle, to));
  }
}
