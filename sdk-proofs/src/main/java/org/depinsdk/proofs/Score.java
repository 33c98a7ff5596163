package org.depinsdk.proofs;

/**
 * What a verdict is worth, in whole units of its proof, with the interval in which the true value lies.
 *
 * @param units the best estimate, 0 or more; what is paid for
 * @param lower the lowest credible value
 * @param upper the highest credible value
 * @param unit for example {@code interval} or {@code byte}
 */
public record Score(long units, long lower, long upper, String unit) {
  /** Checks the order. */
  public Score {
    if (lower < 0 || lower > units || units > upper) {
      throw new IllegalArgumentException(
          "a score needs 0 <= lower <= units <= upper, not " + lower + ", " + units + ", " + upper);
    }
  }

  /**
   * A score that is known exactly.
   *
   * @param units 0 or more
   * @param unit the unit
   * @return the score
   */
  public static Score exact(long units, String unit) {
    return new Score(units, units, units, unit);
  }
}
