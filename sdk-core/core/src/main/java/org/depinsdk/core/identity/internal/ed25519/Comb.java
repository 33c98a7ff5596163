package org.depinsdk.core.identity.internal.ed25519;

import java.util.Arrays;

/**
 * A table of multiples of one point of prime order, for many multiplications of it: a signed comb (Lim and Lee 1994;
 * Hamburg 2012) of 256 digits, each +1 or -1. Digit {@code (8 block + tooth) 16 + i} is bit i of a tooth; the two blocks have
 * eight teeth each. A multiplication takes 32 additions, and 15 doublings that it shares with every other comb.
 */
final class Comb {
  /** Bytes of one table. */
  static final int BYTES = Comb.BLOCKS * Comb.ENTRIES * Group.AFFINE * Long.BYTES;

  private static final int BLOCKS = 2;
  private static final int TEETH = 8;
  private static final int SPACING = 16;

  /** Entries of a block: the highest tooth is +1, so half of the combinations. */
  private static final int ENTRIES = 1 << (TEETH - 1);

  private static final long ONE_OF_EACH_TOOTH = 0x0001_0001_0001_0001L;

  /** Moves bits 0, 16, 32 and 48 of a word to bits 48 to 51. */
  private static final long GATHER = 1L << 48 | 1L << 33 | 1L << 18 | 1L << 3;

  /** 1/2 and (2^256 - 1)/2 modulo L, which turn a scalar into its digits. */
  private static final Scalar HALF;

  private static final Scalar HALF_OF_ALL;

  static {
    // by Fermat, 1/2 = 2^(L-2)
    Scalar two = Scalar.ofWords(2, 0);
    HALF = two.power(Scalar.ZERO.minus(two));
    byte[] all = new byte[32];
    Arrays.fill(all, (byte) -1);
    HALF_OF_ALL = Scalar.reduce(all).times(HALF);
  }

  private final long[] table;

  private Comb(long[] table) {
    this.table = table;
  }

  /**
   * Computes the table of a point.
   *
   * @param p a point of prime order
   * @return its table
   */
  static Comb of(Point p) {
    Group group = new Group();
    Point[] entries = new Point[BLOCKS * ENTRIES];
    Point power = new Point();
    power.set(p);
    for (int block = 0; block < BLOCKS; block++) {
      Point first = new Point();
      Point[] doubled = new Point[TEETH - 1];
      for (int tooth = 0; tooth < TEETH - 1; tooth++) {
        group.subtract(first, power);
        doubled[tooth] = new Point();
        doubled[tooth].set(power);
        group.twice(doubled[tooth], 1);
        group.twice(power, SPACING);
      }
      group.add(first, power);
      group.twice(power, SPACING);
      entries[block * ENTRIES] = first;
      for (int i = 1; i < ENTRIES; i++) {
        int tooth = 31 - Integer.numberOfLeadingZeros(i);
        Point entry = new Point();
        entry.set(entries[block * ENTRIES + i - (1 << tooth)]);
        group.add(entry, doubled[tooth]);
        entries[block * ENTRIES + i] = entry;
      }
    }
    Group.normalize(entries);
    long[] table = new long[entries.length * Group.AFFINE];
    for (int i = 0; i < entries.length; i++) {
      group.storeAffine(entries[i], table, i * Group.AFFINE);
    }
    return new Comb(table);
  }

  /**
   * x P + y Q for the points of two combs.
   *
   * @param group scratch space
   * @param p the comb of P
   * @param x its factor
   * @param q the comb of Q
   * @param y its factor
   * @return the sum
   */
  static Point sum(Group group, Comb p, Scalar x, Comb q, Scalar y) {
    long[] xDigits = digits(x);
    long[] yDigits = digits(y);
    Point sum = new Point();
    for (int i = SPACING - 1; i >= 0; i--) {
      if (i < SPACING - 1) {
        group.twice(sum, 1);
      }
      p.addColumn(group, sum, xDigits, i);
      q.addColumn(group, sum, yDigits, i);
    }
    return sum;
  }

  /** Bits b with x = sum of (2 b_i - 1) 2^i = 2 b - (2^256 - 1) modulo L. */
  private static long[] digits(Scalar x) {
    return x.times(HALF).plus(HALF_OF_ALL).words();
  }

  private void addColumn(Group group, Point sum, long[] digits, int i) {
    for (int block = 0; block < BLOCKS; block++) {
      long low = digits[2 * block] >>> i & ONE_OF_EACH_TOOTH;
      long high = digits[2 * block + 1] >>> i & ONE_OF_EACH_TOOTH;
      int bits = (int) (low * GATHER >>> 48 & 15 | (high * GATHER >>> 48 & 15) << 4);
      boolean negative = bits < ENTRIES;
      int index = (negative ? ~bits : bits) & (ENTRIES - 1);
      group.addAffine(sum, table, (block * ENTRIES + index) * Group.AFFINE, negative);
    }
  }
}
