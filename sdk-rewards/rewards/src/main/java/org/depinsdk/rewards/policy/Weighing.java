package org.depinsdk.rewards.policy;

/** How a contribution becomes a weight, in proportion to which a pool is divided. */
public sealed interface Weighing permits Weighing.Units, Weighing.Equal {
  /** The contribution as it is. */
  Weighing UNITS = new Units();

  /**
   * Every device alike, when it contributed enough.
   *
   * @param minimumUnits what a device must contribute, 1 or more
   * @return the weighing
   */
  static Weighing equal(long minimumUnits) {
    return new Equal(minimumUnits);
  }

  /** Weight is the units of the contribution. */
  record Units() implements Weighing {}

  /**
   * Weight is 1 for every device with at least so many units, else 0.
   *
   * @param minimumUnits 1 or more
   */
  record Equal(long minimumUnits) implements Weighing {
    /** Checks the minimum. */
    public Equal {
      if (minimumUnits < 1) {
        throw new IllegalArgumentException("a minimum is 1 unit or more, not " + minimumUnits);
      }
    }
  }
}
