package org.depinsdk.rewards.distribution;

import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;

/** Sorts hashes without boxing: by their first 40 bits beside the index in one long, then by the rest where those tie. */
final class LeafOrder {
  private static final int INDEX_BITS = 24;
  private static final int WORD = Bytes32.LENGTH;

  private LeafOrder() {}

  /** Indices of the hashes in ascending order; equal hashes stay in the order in which they came. */
  static int[] of(byte[] hashes, int count) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      long prefix = 0;
      for (int b = 0; b < 5; b++) {
        prefix = prefix << 8 | (hashes[i * WORD + b] & 0xff);
      }
      // the flipped top bit makes signed order that of unsigned numbers
      keys[i] = (prefix << INDEX_BITS | i) ^ Long.MIN_VALUE;
    }
    Arrays.parallelSort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int index = (int) (keys[i] & ((1 << INDEX_BITS) - 1));
      int at = i;
      // an insertion only moves within a run of equal prefixes, which is short for hashes
      while (at > 0 && compare(hashes, order[at - 1], index) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = index;
    }
    return order;
  }

  private static int compare(byte[] hashes, int a, int b) {
    int aAt = a * WORD;
    int bAt = b * WORD;
    return Arrays.compareUnsigned(hashes, aAt, aAt + WORD, hashes, bAt, bAt + WORD);
  }
}
