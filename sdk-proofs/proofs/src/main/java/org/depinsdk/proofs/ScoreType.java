package org.depinsdk.proofs;

/**
 * What the scores of a verifier count.
 *
 * @param nature whether scores are amounts that add up, or statements about the device
 * @param unit for example {@code interval} or {@code byte}
 */
public record ScoreType(Nature nature, String unit) {
  /** How scores behave if a device has several of them, or several owners. */
  public enum Nature {
    /** An amount: summed over the groups of a device and split between its owners, for example bytes. */
    QUANTITY,
    /**
     * A property of the device, for example a tier or a place: never summed and never split. Of several scores of one
     * device the highest counts.
     */
    ATTRIBUTE
  }

  /**
   * An amount.
   *
   * @param unit the unit
   * @return the type
   */
  public static ScoreType quantity(String unit) {
    return new ScoreType(Nature.QUANTITY, unit);
  }

  /**
   * A property of the device.
   *
   * @param unit the unit
   * @return the type
   */
  public static ScoreType attribute(String unit) {
    return new ScoreType(Nature.ATTRIBUTE, unit);
  }

  /**
   * A score that is known exactly.
   *
   * @param units 0 or more
   * @return the score
   * @throws IllegalArgumentException if units is negative
   */
  public Score of(long units) {
    return new Score(this, units, units, units);
  }
}
