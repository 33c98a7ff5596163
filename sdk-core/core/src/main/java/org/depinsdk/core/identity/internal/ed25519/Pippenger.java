package org.depinsdk.core.identity.internal.ed25519;

/**
 * A sum of multiples of many points (Pippenger 1976, in the bucket form of Bernstein, Doumen, Lange and Oosterwijk 2012):
 * in each window of the factors, the points of equal digit share a bucket.
 */
final class Pippenger {
  /** Bits of a factor below L, and of a digit sum's carry. */
  private static final int LONG_BITS = 254;

  /** Bits of a factor of 128 bits, and of a digit sum's carry. */
  private static final int SHORT_BITS = 129;

  private final Group group;
  private final int width;
  private final int windows;
  private final long[] entries;
  private final short[] digits;
  private final int[] digitCounts;
  private int size;

  /**
   * A sum without terms.
   *
   * @param group scratch space
   * @param capacity how many terms there can be
   */
  Pippenger(Group group, int capacity) {
    this.group = group;
    this.width = width(capacity);
    this.windows = windows(LONG_BITS);
    this.entries = new long[capacity * Group.AFFINE];
    this.digits = new short[capacity * windows];
    this.digitCounts = new int[capacity];
  }

  /** The width that costs the fewest additions, half of the factors being short. */
  private static int width(int terms) {
    int best = 4;
    double least = Double.MAX_VALUE;
    for (int width = 4; width <= 12; width++) {
      // a bucket costs two additions of nine multiplications, a term's digit one of seven
      double cost = (double) (LONG_BITS / width + 1) * (terms * 0.75 * 7 + (2 << (width - 1)) * 9);
      if (cost < least) {
        least = cost;
        best = width;
      }
    }
    return best;
  }

  private int windows(int bits) {
    return (bits + width - 1) / width;
  }

  /** Adds x P, for a P whose Z is 1. */
  void add(Point p, Scalar x) {
    add(p, x, windows);
  }

  /** Adds x P, for a P whose Z is 1 and an x below 2^128. */
  void addShort(Point p, Scalar x) {
    add(p, x, windows(SHORT_BITS));
  }

  private void add(Point p, Scalar x, int count) {
    group.storeAffine(p, entries, size * Group.AFFINE);
    Windows.signed(x.words(), width, digits, size * windows, count);
    digitCounts[size] = count;
    size++;
  }

  /** The sum of what was added. */
  Point sum() {
    Point[] buckets = new Point[(1 << (width - 1)) + 1];
    for (int i = 1; i < buckets.length; i++) {
      buckets[i] = new Point();
    }
    boolean[] filled = new boolean[buckets.length];
    Point sum = new Point();
    for (int window = windows - 1; window >= 0; window--) {
      group.twice(sum, width);
      fill(buckets, filled, window);
      addWeighted(sum, buckets, filled);
    }
    return sum;
  }

  private void fill(Point[] buckets, boolean[] filled, int window) {
    for (int i = 1; i < buckets.length; i++) {
      filled[i] = false;
    }
    for (int i = 0; i < size; i++) {
      int digit = window < digitCounts[i] ? digits[i * windows + window] : 0;
      if (digit != 0) {
        int bucket = Math.abs(digit);
        if (!filled[bucket]) {
          buckets[bucket].setIdentity();
          filled[bucket] = true;
        }
        group.addAffine(buckets[bucket], entries, i * Group.AFFINE, digit < 0);
      }
    }
  }

  /** sum += 1 bucket[1] + 2 bucket[2] + … */
  private void addWeighted(Point sum, Point[] buckets, boolean[] filled) {
    Point running = new Point();
    Point weighted = new Point();
    boolean any = false;
    for (int i = buckets.length - 1; i > 0; i--) {
      if (filled[i]) {
        group.add(running, buckets[i]);
        any = true;
      }
      if (any) {
        group.add(weighted, running);
      }
    }
    if (any) {
      group.add(sum, weighted);
    }
  }
}
