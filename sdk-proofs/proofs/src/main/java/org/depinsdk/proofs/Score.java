package org.depinsdk.proofs;

/**
 * What a verdict is worth, in whole units of its proof, with the interval in which the true value lies.
 *
 * @param type what is counted
 * @param units the best estimate, 0 or more; what is paid for
 * @param lower the lowest credible value
 * @param upper the highest credible value
 */
public record Score(ScoreType type, long units, long lower, long upper) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if not {@code 0 <= lower <= units <= upper}
   */
  public Score {
    if (lower < 0 || lower > units || units > upper) {
      throw new IllegalArgumentException(
          "a score needs 0 <= lower <= units <= upper, not " + lower + ", " + units + ", " + upper);
    }
  }
}
