package org.depinsdk.core.identity.internal.ed25519;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable number modulo the group order L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 section 5.1),
 * always below L, as ten limbs of 28 bits, least significant first. Nine limbs have 252 bits, so a limb above them folds
 * back as minus itself times {@link #C}.
 */
final class Scalar {
  /** 0. */
  static final Scalar ZERO = new Scalar(new long[10]);

  private static final int BITS = 28;
  private static final long MASK = (1L << BITS) - 1;
  private static final int LIMBS = 10;

  /** L - 2^252. */
  private static final long[] C = {0xcf5d3ed, 0x12631a5, 0x79cd658, 0xf9dea2f, 0x14de};

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] limbs;

  private Scalar(long[] limbs) {
    this.limbs = limbs;
  }

  /**
   * Reads a number of at most 64 bytes, little-endian, and reduces it.
   *
   * @param bytes the number; its length is a multiple of 8
   * @return the number modulo L
   */
  static Scalar reduce(byte[] bytes) {
    long[] wide = new long[20];
    split(bytes, 0, bytes.length / 8, wide);
    return fold(wide);
  }

  /**
   * Reads 32 bytes, little-endian.
   *
   * @param bytes where they are
   * @param at the first
   * @return the number, or null if it is not below L
   */
  static @Nullable Scalar ofCanonical(byte[] bytes, int at) {
    long[] limbs = new long[LIMBS];
    split(bytes, at, 4, limbs);
    return isBelowL(limbs) ? new Scalar(limbs) : null;
  }

  /**
   * A number of 128 bits.
   *
   * @param low its low 64 bits
   * @param high its high 64 bits
   * @return the number
   */
  static Scalar ofWords(long low, long high) {
    long[] limbs = new long[LIMBS];
    limbs[0] = low & MASK;
    limbs[1] = low >>> 28 & MASK;
    limbs[2] = (low >>> 56 | high << 8) & MASK;
    limbs[3] = high >>> 20 & MASK;
    limbs[4] = high >>> 48;
    return new Scalar(limbs);
  }

  private static void split(byte[] bytes, int at, int words, long[] limbs) {
    for (int i = 0; i * BITS < 64 * words; i++) {
      int word = i * BITS >>> 6;
      int shift = i * BITS & 63;
      long value = (long) LONGS.get(bytes, at + 8 * word) >>> shift;
      if (shift > 64 - BITS && word + 1 < words) {
        value |= (long) LONGS.get(bytes, at + 8 * word + 8) << (64 - shift);
      }
      limbs[i] = value & MASK;
    }
  }

  private static boolean isBelowL(long[] limbs) {
    if (limbs[9] != 1) {
      return limbs[9] == 0;
    }
    for (int i = 8; i >= 0; i--) {
      long l = i < C.length ? C[i] : 0;
      if (limbs[i] != l) {
        return limbs[i] < l;
      }
    }
    return false;
  }

  /** This + y. */
  Scalar plus(Scalar y) {
    long[] sum = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      sum[i] = limbs[i] + y.limbs[i];
    }
    carry(sum, 9);
    if (!isBelowL(sum)) {
      addL(sum, -1);
    }
    return new Scalar(sum);
  }

  /** This - y. */
  Scalar minus(Scalar y) {
    long[] wide = new long[20];
    for (int i = 0; i < LIMBS; i++) {
      wide[i] = limbs[i] - y.limbs[i];
    }
    carry(wide, 9);
    if (wide[9] < 0) {
      addL(wide, 1);
    }
    return new Scalar(Arrays.copyOf(wide, LIMBS));
  }

  /** This to the power of y. */
  Scalar power(Scalar y) {
    Scalar power = ofWords(1, 0);
    long[] words = y.words();
    for (int i = 255; i >= 0; i--) {
      power = power.times(power);
      if (Windows.bits(words, i, 1) == 1) {
        power = power.times(this);
      }
    }
    return power;
  }

  /** This y. */
  Scalar times(Scalar y) {
    long[] wide = new long[20];
    for (int i = 0; i < LIMBS; i++) {
      long x = limbs[i];
      for (int j = 0; j < LIMBS; j++) {
        wide[i + j] += x * y.limbs[j];
      }
    }
    carry(wide, 19);
    return fold(wide);
  }

  /** A sum of products, reduced once at its end. */
  static final class Products {
    /** A limb of a product whose first factor is below 2^128 is a sum of five numbers of 56 bits. */
    private static final int BEFORE_CARRY = 16;

    private final long[] wide = new long[20];
    private int added;

    /** Adds x y, for an x below 2^128. */
    void add(Scalar x, Scalar y) {
      if (added == BEFORE_CARRY) {
        carry(wide, 19);
        added = 0;
      }
      added++;
      for (int i = 0; i < LIMBS / 2; i++) {
        long limb = x.limbs[i];
        for (int j = 0; j < LIMBS; j++) {
          wide[i + j] += limb * y.limbs[j];
        }
      }
    }

    /** The sum; nothing may be added after it. */
    Scalar sum() {
      carry(wide, 19);
      return fold(wide);
    }
  }

  /** The number as four words of 64 bits, least significant first. */
  long[] words() {
    long[] l = limbs;
    return new long[] {
      l[0] | l[1] << 28 | l[2] << 56,
      l[2] >>> 8 | l[3] << 20 | l[4] << 48,
      l[4] >>> 16 | l[5] << 12 | l[6] << 40,
      l[6] >>> 24 | l[7] << 4 | l[8] << 32 | l[9] << 60
    };
  }

  /** Reduces nineteen limbs of 28 bits. Each step takes away a multiple of L; no limb it reads has more than 29 bits. */
  private static Scalar fold(long[] w) {
    fold(w, 18, 14); // now of 393 bits and a sign
    carry(w, 15);
    fold(w, 15, 11); // now of 309 bits and a sign
    carry(w, 11);
    fold(w, 11, 9); // now between -2^184 and 2^252 + 2^184
    carry(w, 9);
    if (w[9] < 0) {
      addL(w, 1);
    } else if (w[9] > 0 && !isBelowL(w)) {
      addL(w, -1);
    }
    return new Scalar(Arrays.copyOf(w, LIMBS));
  }

  private static void fold(long[] w, int from, int to) {
    for (int i = from; i >= to; i--) {
      long q = w[i];
      w[i] = 0;
      for (int j = 0; j < C.length; j++) {
        w[i - 9 + j] -= q * C[j];
      }
    }
  }

  /** Brings limbs below an index to 28 bits, none negative; that limb takes what is left, with its sign. */
  private static void carry(long[] w, int to) {
    for (int i = 0; i < to; i++) {
      w[i + 1] += w[i] >> BITS;
      w[i] &= MASK;
    }
  }

  private static void addL(long[] w, int sign) {
    for (int j = 0; j < C.length; j++) {
      w[j] += sign * C[j];
    }
    w[9] += sign;
    carry(w, 9);
  }
}
