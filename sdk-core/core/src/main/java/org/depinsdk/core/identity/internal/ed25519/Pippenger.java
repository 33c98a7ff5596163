package org.depinsdk.core.identity.internal.ed25519;

import java.util.Arrays;

/**
 * A sum of multiples of many points (Pippenger 1976, in the bucket form of Bernstein, Doumen, Lange and Oosterwijk 2012):
 * in each window of the factors, the points of equal digit share a bucket.
 *
 * <p>The random factors of a batch have 128 bits, those of its keys twice as many. So the upper halves of long factors have a sum
 * of their own, whose windows are narrow where a batch has few keys.
 */
final class Pippenger {
  private final Group group;
  private final Half low;
  private final Half high;

  /**
   * A sum without terms.
   *
   * @param group scratch space
   * @param shortTerms how many terms with a factor below 2^128 there can be
   * @param longTerms how many others
   */
  Pippenger(Group group, int shortTerms, int longTerms) {
    this.group = group;
    this.low = new Half(group, shortTerms + longTerms);
    this.high = new Half(group, longTerms);
  }

  /** Adds x P, for a P whose Z is 1 and which stays as it is. */
  void add(Point p, Scalar x) {
    long[] words = x.words();
    low.add(p, words[0], words[1]);
    high.add(p, words[2], words[3]);
  }

  /** Adds x P, for a P whose Z is 1 and which stays as it is, and an x below 2^128. */
  void addShort(Point p, Scalar x) {
    long[] words = x.words();
    low.add(p, words[0], words[1]);
  }

  /** The sum of what was added. */
  Point sum() {
    Point sum = high.sum();
    group.twice(sum, 128);
    group.add(sum, low.sum());
    return sum;
  }

  /** A sum of multiples whose factors are below 2^128. */
  private static final class Half {
    /** Bits of a factor, and of a digit sum's carry. */
    private static final int BITS = 129;

    private final Group group;
    private final int capacity;
    private final int width;
    private final int windows;
    private final Point[] points;
    private final long[] entries;
    // those of a window are neighbours
    private final short[] digits;
    private int size;

    Half(Group group, int capacity) {
      this.group = group;
      this.capacity = capacity;
      this.width = width(capacity);
      this.windows = windows(width);
      this.points = new Point[capacity];
      this.entries = new long[capacity * Group.AFFINE];
      this.digits = new short[windows * capacity];
    }

    private static int windows(int width) {
      return (BITS + width - 1) / width;
    }

    /** The width that costs the fewest multiplications. */
    private static int width(int terms) {
      int best = 3;
      double least = Double.MAX_VALUE;
      for (int width = best; width <= 12; width++) {
        // a term's digit costs one addition of seven unless it is the first of its bucket, a bucket
        // two of nine
        double buckets = 1 << (width - 1);
        double filled = buckets * (1 - StrictMath.exp(-terms / buckets));
        double cost = windows(width) * ((terms - filled) * 7 + filled * 9 + buckets * 9);
        if (cost < least) {
          least = cost;
          best = width;
        }
      }
      return best;
    }

    void add(Point p, long lowWord, long highWord) {
      points[size] = p;
      group.storeAffine(p, entries, size * Group.AFFINE);
      Windows.signed(new long[] {lowWord, highWord, 0, 0}, width, digits, size, capacity, windows);
      size++;
    }

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
      Arrays.fill(filled, false);
      for (int i = 0; i < size; i++) {
        int digit = digits[window * capacity + i];
        if (digit != 0) {
          int bucket = Math.abs(digit);
          if (filled[bucket]) {
            group.addAffine(buckets[bucket], entries, i * Group.AFFINE, digit < 0);
          } else {
            buckets[bucket].set(points[i], digit < 0);
            filled[bucket] = true;
          }
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
}
