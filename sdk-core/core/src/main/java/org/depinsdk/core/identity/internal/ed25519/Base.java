package org.depinsdk.core.identity.internal.ed25519;

import java.util.Arrays;

/** The generator B of the prime-order group (RFC 8032 section 5.1) and its tables, computed once. */
final class Base {
  /** Width of the non-adjacent form that {@link #LOW} and {@link #HIGH} serve. */
  static final int WIDTH = 8;

  /** B; not to be changed. */
  static final Point POINT;

  /** Comb of B. */
  static final Comb COMB;

  /** Odd multiples B, 3 B, … 127 B, affine entries. */
  static final long[] LOW;

  /** Odd multiples of 2^128 B. */
  static final long[] HIGH;

  static {
    // y = 4/5 and x even
    byte[] encoded = new byte[Point.ENCODED_LENGTH];
    Arrays.fill(encoded, (byte) 0x66);
    encoded[0] = 0x58;
    Point b = Point.decode(encoded, 0);
    if (b == null) {
      throw new IllegalStateException("the base point does not decode");
    }
    POINT = new Point();
    POINT.set(b);
    COMB = Comb.of(b);
    LOW = oddMultiples(b);
    new Group().twice(b, 128);
    HIGH = oddMultiples(b);
  }

  private Base() {}

  private static long[] oddMultiples(Point p) {
    Group group = new Group();
    Point twice = new Point();
    twice.set(p);
    group.twice(twice, 1);
    Point[] odd = new Point[1 << (WIDTH - 2)];
    odd[0] = new Point();
    odd[0].set(p);
    for (int i = 1; i < odd.length; i++) {
      odd[i] = new Point();
      odd[i].set(odd[i - 1]);
      group.add(odd[i], twice);
    }
    Group.normalize(odd);
    long[] table = new long[odd.length * Group.AFFINE];
    for (int i = 0; i < odd.length; i++) {
      group.storeAffine(odd[i], table, i * Group.AFFINE);
    }
    return table;
  }
}
