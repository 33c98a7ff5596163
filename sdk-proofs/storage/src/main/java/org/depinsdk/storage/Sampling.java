package org.depinsdk.storage;

/**
 * How sure a few samples make: the chance that at least one of n challenges, each drawn anew from all leaves, falls on a part that
 * is lost, {@code 1 - (1 - loss)^n}. In parts per million, rounded down, and computed with products alone, so that the same
 * figures come out on every machine.
 *
 * <p>It says what a passed proof is worth. A provider that keeps most of the data passes most of the proofs; only an erasure
 * code, of which any small loss does not matter, turns a few challenges into a proof that the data can be read.
 */
public final class Sampling {
  /** All of it, in parts per million. */
  public static final int WHOLE = 1_000_000;

  private Sampling() {}

  /**
   * The chance that challenges find a loss.
   *
   * @param lossPpm the part that is lost, 0 to {@value #WHOLE}
   * @param challenges how many, 0 or more
   * @return parts per million
   * @throws IllegalArgumentException if a number is out of range
   */
  public static int detectionPpm(int lossPpm, long challenges) {
    check("loss", lossPpm);
    if (challenges < 0) {
      throw new IllegalArgumentException("challenges must be 0 or more, not " + challenges);
    }
    return (int) (WHOLE * (1 - power(1 - lossPpm / (double) WHOLE, challenges)));
  }

  /**
   * How many challenges find a loss with a wanted chance.
   *
   * @param lossPpm the part that is lost, 1 to {@value #WHOLE}
   * @param wantedPpm the chance, 0 to 999,999
   * @return the fewest
   * @throws IllegalArgumentException if a number is out of range
   */
  public static long challengesFor(int lossPpm, int wantedPpm) {
    check("loss", lossPpm);
    check("wanted chance", wantedPpm);
    if (lossPpm == 0 || wantedPpm == WHOLE) {
      throw new IllegalArgumentException("the loss is above 0 and the wanted chance below " + WHOLE
          + ", not " + lossPpm + " and " + wantedPpm);
    }
    long low = 0;
    long high = 32L * WHOLE;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (detectionPpm(lossPpm, middle) >= wantedPpm) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The largest loss that challenges could have missed: a larger one is found with the wanted chance.
   *
   * @param challenges how many, 0 or more
   * @param wantedPpm the chance, 0 to {@value #WHOLE}
   * @return parts per million, {@value #WHOLE} without challenges
   * @throws IllegalArgumentException if a number is out of range
   */
  public static int missedLossPpm(long challenges, int wantedPpm) {
    check("wanted chance", wantedPpm);
    int low = 0;
    int high = WHOLE;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (detectionPpm(middle, challenges) >= wantedPpm) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  private static void check(String name, int ppm) {
    if (ppm < 0 || ppm > WHOLE) {
      throw new IllegalArgumentException(name + " must be 0 to " + WHOLE + " ppm, not " + ppm);
    }
  }
}
