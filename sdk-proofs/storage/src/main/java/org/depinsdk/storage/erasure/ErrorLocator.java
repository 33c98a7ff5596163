package org.depinsdk.storage.erasure;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds which shares of one stripe were changed, with nothing but the other shares (Gao's decoder). Of m shares of a code with k
 * shards of data, at most (m - k) / 2 wrong ones can be located; more of them may together make an honest share look wrong, so
 * the caller says how many it reckons with.
 */
public final class ErrorLocator {
  private ErrorLocator() {}

  /**
   * Locates wrong shares.
   *
   * @param data how many shards hold data, k
   * @param shares what each holder gave, by number of the shard; of one length
   * @param most how many may be wrong at most, f
   * @return the numbers of the wrong shares, perhaps none; empty if it cannot be decided: fewer than k + 2 f shares, or more
   *     than f of them differ from any code word
   * @throws IllegalArgumentException if numbers are out of range or lengths differ
   */
  public static Optional<SortedSet<Integer>> locate(
      int data, SortedMap<Integer, byte[]> shares, int most) {
    check(data, shares, most);
    if (shares.size() < data + 2 * most) {
      return Optional.empty();
    }
    int length = length(shares);
    SortedSet<Integer> wrong = new TreeSet<>();
    for (int at = 0; at < length; at++) {
      SortedMap<Integer, Integer> column = new TreeMap<>();
      for (Map.Entry<Integer, byte[]> share : shares.entrySet()) {
        column.put(share.getKey(), share.getValue()[at] & 0xff);
      }
      Optional<SortedSet<Integer>> found = column(data, column, most);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      wrong.addAll(found.get());
      if (wrong.size() > most) {
        return Optional.empty();
      }
    }
    return Optional.of(Collections.unmodifiableSortedSet(wrong));
  }

  private static int length(SortedMap<Integer, byte[]> shares) {
    return shares.values().stream().mapToInt(share -> share.length).findFirst().orElse(0);
  }

  private static void check(int data, SortedMap<Integer, byte[]> shares, int most) {
    if (data < 1 || most < 0 || most > ReedSolomon.MAX_SHARDS) {
      throw new IllegalArgumentException("data shards are 1 or more and wrong ones 0 to "
          + ReedSolomon.MAX_SHARDS + ", not " + data + " and " + most);
    }
    int length = length(shares);
    shares.forEach((number, share) -> {
      if (number < 0 || number >= ReedSolomon.MAX_SHARDS) {
        throw new IllegalArgumentException(
            "number of a shard must be 0 to " + (ReedSolomon.MAX_SHARDS - 1) + ", not " + number);
      }
      if (share.length != length) {
        throw new IllegalArgumentException(
            "all shares have one length; share " + number + " has " + share.length + " bytes");
      }
    });
  }

  // Shuhong Gao, A new algorithm for decoding Reed-Solomon codes (2003): the extended Euclidean
  // algorithm on the product of all (x - point) and on the polynomial through all shares
  private static Optional<SortedSet<Integer>> column(
      int data, SortedMap<Integer, Integer> column, int most) {
    int[] x = column.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[] y = column.values().stream().mapToInt(Integer::intValue).toArray();
    int[] through = Polynomial.through(x, y);
    if (Polynomial.degree(through) < data) {
      return Optional.of(Collections.emptySortedSet());
    }
    int[] before = Polynomial.ofRoots(x);
    int[] rest = through;
    int[] locatorBefore = {};
    int[] locator = {1};
    while (2 * Polynomial.degree(rest) >= x.length + data) {
      int[][] divided = Polynomial.divide(before, rest);
      int[] next = Polynomial.add(locatorBefore, Polynomial.multiply(divided[0], locator));
      before = rest;
      rest = divided[1];
      locatorBefore = locator;
      locator = next;
    }
    int[][] message = Polynomial.divide(rest, locator);
    if (message[1].length > 0 || Polynomial.degree(message[0]) >= data) {
      return Optional.empty();
    }
    SortedSet<Integer> wrong = new TreeSet<>();
    for (int i = 0; i < x.length; i++) {
      if (Polynomial.at(message[0], x[i]) != y[i]) {
        wrong.add(x[i]);
      }
    }
    return wrong.size() > most ? Optional.empty() : Optional.of(wrong);
  }
}
