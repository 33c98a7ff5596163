package org.depinsdk.rewards.internal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of whole numbers of 0 or more: a long for each while all of them fit, two longs for each up to {@value
 * #TWO_LONGS} bits, an object only for those beyond. Ten million numbers are 80 MB and not 640.
 */
public final class UnsignedColumn {
  /** Bits of a pair of longs; few enough that 2^31 of them add up without overflow. */
  public static final int TWO_LONGS = 95;

  private final long[] low;
  private long @Nullable [] high;
  private @Nullable BigInteger @Nullable [] wide;

  /** A column of zeros. */
  public UnsignedColumn(int size) {
    this.low = new long[size];
  }

  private UnsignedColumn(
      long[] low, long @Nullable [] high, @Nullable BigInteger @Nullable [] wide) {
    this.low = low;
    this.high = high;
    this.wide = wide;
  }

  /** How many numbers there are. */
  public int size() {
    return low.length;
  }

  /** One number. */
  public BigInteger get(int i) {
    BigInteger object = wide == null ? null : wide[i];
    if (object != null) {
      return object;
    }
    long top = high == null ? 0 : high[i];
    return top == 0 && low[i] >= 0 ? BigInteger.valueOf(low[i]) : pair(top, low[i]);
  }

  /** Whether a number is not zero. */
  public boolean isPositive(int i) {
    return low[i] != 0 || (high != null && high[i] != 0) || (wide != null && wide[i] != null);
  }

  /** Sets a number of 0 or more. */
  public void set(int i, long value) {
    low[i] = value;
    if (high != null) {
      high[i] = 0;
    }
    if (wide != null) {
      wide[i] = null;
    }
  }

  /** Sets a number of 0 or more. */
  public void set(int i, BigInteger value) {
    int bits = value.bitLength();
    if (bits < Long.SIZE) {
      set(i, value.longValue());
    } else if (bits <= TWO_LONGS) {
      set(i, value.longValue());
      if (high == null) {
        high = new long[low.length];
      }
      high[i] = value.shiftRight(Long.SIZE).longValue();
    } else {
      set(i, 0);
      if (wide == null) {
        wide = new BigInteger[low.length];
      }
      wide[i] = value;
    }
  }

  /** Adds to a number. */
  public void add(int i, BigInteger value) {
    set(i, isPositive(i) ? get(i).add(value) : value);
  }

  /** Multiplies a number by 0 or more. */
  public void multiply(int i, long factor) {
    if (fitsLong(i) && Math.multiplyHigh(low[i], factor) == 0 && low[i] * factor >= 0) {
      set(i, low[i] * factor);
    } else {
      set(i, get(i).multiply(BigInteger.valueOf(factor)));
    }
  }

  /** The sum of the numbers from one index up to, and without, another. */
  public BigInteger sum(int from, int to) {
    long bottom = 0;
    long top = 0;
    BigInteger beyond = BigInteger.ZERO;
    for (int i = from; i < to; i++) {
      long sum = bottom + low[i];
      top += Long.compareUnsigned(sum, bottom) < 0 ? 1 : 0;
      bottom = sum;
      top += high == null ? 0 : high[i];
      BigInteger object = wide == null ? null : wide[i];
      beyond = object == null ? beyond : beyond.add(object);
    }
    return pair(top, bottom).add(beyond);
  }

  /** The bits of the largest number. */
  public int bitLength() {
    int bits = 0;
    for (int i = 0; i < low.length; i++) {
      bits = Math.max(
          bits,
          fitsLong(i) ? Long.SIZE - Long.numberOfLeadingZeros(low[i]) : get(i).bitLength());
    }
    return bits;
  }

  /** The numbers as objects. */
  public List<BigInteger> toList() {
    return IntStream.range(0, low.length).mapToObj(this::get).toList();
  }

  /** A copy of the numbers from one index up to, and without, another. */
  public UnsignedColumn slice(int from, int to) {
    return new UnsignedColumn(
        Arrays.copyOfRange(low, from, to),
        high == null ? null : Arrays.copyOfRange(high, from, to),
        wide == null ? null : Arrays.copyOfRange(wide, from, to));
  }

  /** The numbers at some indices, in that order. */
  public UnsignedColumn at(int[] indices) {
    UnsignedColumn picked = new UnsignedColumn(indices.length);
    for (int i = 0; i < indices.length; i++) {
      if (fitsLong(indices[i])) {
        picked.set(i, low[indices[i]]);
      } else {
        picked.set(i, get(indices[i]));
      }
    }
    return picked;
  }

  /** The same numbers in ascending order. */
  public UnsignedColumn sorted() {
    if (high == null && wide == null) {
      long[] sorted = low.clone();
      Arrays.sort(sorted);
      return new UnsignedColumn(sorted, null, null);
    }
    BigInteger[] objects = new BigInteger[low.length];
    Arrays.setAll(objects, this::get);
    Arrays.sort(objects);
    UnsignedColumn sorted = new UnsignedColumn(low.length);
    for (int i = 0; i < objects.length; i++) {
      sorted.set(i, objects[i]);
    }
    return sorted;
  }

  /** Compares two numbers of this column. */
  public int compare(int i, int j) {
    return fitsLong(i) && fitsLong(j) ? Long.compare(low[i], low[j]) : get(i).compareTo(get(j));
  }

  private boolean fitsLong(int i) {
    return low[i] >= 0 && (high == null || high[i] == 0) && (wide == null || wide[i] == null);
  }

  private static BigInteger pair(long top, long bottom) {
    BigInteger unsigned = BigInteger.valueOf(bottom & Long.MAX_VALUE);
    return BigInteger.valueOf(top)
        .shiftLeft(Long.SIZE)
        .or(bottom < 0 ? unsigned.setBit(Long.SIZE - 1) : unsigned);
  }
}
