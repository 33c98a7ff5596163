package org.depinsdk.storage.audit;

/**
 * A score between 0 and 1 that forgets: good and bad outcomes are counted, and with each new one all earlier counts are
 * multiplied by a constant below 1 (Storj's satellite). The numbers are computed with sums and products of doubles alone, so that
 * they are the same on every machine.
 *
 * @param alpha what is left of good outcomes, 0 or more
 * @param beta what is left of bad outcomes, 0 or more
 */
public record Reputation(double alpha, double beta) {
  /** A new device in audits: as if it had passed 1000. */
  public static final Reputation NEW_AUDITED = new Reputation(1000, 0);

  /** What is remembered from one audit to the next. */
  public static final double AUDIT_MEMORY = 0.999;

  /** A new device in unknown errors: as if it had passed one audit. */
  public static final Reputation NEW_UNKNOWN = new Reputation(1, 0);

  /** What is remembered of unknown errors from one audit to the next. */
  public static final double UNKNOWN_MEMORY = 0.95;

  // after so many outcomes nothing is left of what was before, and a loop stays short
  private static final long MOST_OUTCOMES = 100_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is negative or not finite
   */
  public Reputation {
    if (!(alpha >= 0 && beta >= 0 && alpha + beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "alpha and beta must be 0 or more, not " + alpha + " and " + beta);
    }
  }

  /**
   * After good outcomes.
   *
   * @param count how many, 0 or more
   * @param memory what is kept of earlier ones each time, above 0 up to 1
   * @param weight of each
   * @return the reputation
   */
  public Reputation afterGood(long count, double memory, double weight) {
    Reputation swapped =
        new Reputation(/* alpha= */ beta, /* beta= */ alpha).afterBad(count, memory, weight);
    return new Reputation(/* alpha= */ swapped.beta, /* beta= */ swapped.alpha);
  }

  /**
   * After bad outcomes.
   *
   * @param count how many, 0 or more
   * @param memory what is kept of earlier ones each time, above 0 up to 1
   * @param weight of each
   * @return the reputation
   */
  public Reputation afterBad(long count, double memory, double weight) {
    double good = alpha;
    double bad = beta;
    for (long i = 0; i < Math.min(count, MOST_OUTCOMES); i++) {
      good *= memory;
      bad = bad * memory + weight;
    }
    return new Reputation(good, bad);
  }

  /**
   * The score.
   *
   * @return alpha's part of both, 1 if both are 0
   */
  public double score() {
    return alpha + beta == 0 ? 1 : alpha / (alpha + beta);
  }

  /**
   * The score as a whole number, rounded down.
   *
   * @return parts per million
   */
  public int scorePpm() {
    return (int) (score() * 1_000_000);
  }

  /** Two hexadecimal floating-point numbers, which say all bits. */
  @Override
  public String toString() {
    return Double.toHexString(alpha) + " " + Double.toHexString(beta);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text two numbers
   * @return the reputation
   * @throws IllegalArgumentException if it is anything else
   */
  public static Reputation parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("a reputation is two numbers, not " + text);
    }
    return new Reputation(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
  }
}
