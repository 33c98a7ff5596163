package org.depinsdk.rewards.policy;

/** How a contribution becomes a weight, in proportion to which a pool is divided. */
public sealed interface Weighing permits Weighing.Units, Weighing.Equal, Weighing.Scored {
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

  /**
   * A score out of a full score: what a device misses, nobody else gets (WeatherXM).
   *
   * @param full the best score, 1 or more
   * @return the weighing
   */
  static Weighing scored(long full) {
    return new Scored(full);
  }

  /**
   * Weight is the units, at most a full score. The pool is divided as if every device had the full score; what they miss is
   * left over, as not earned.
   *
   * @param full the best score, 1 or more
   */
  record Scored(long full) implements Weighing {
    /** Checks the full score. */
    public Scored {
      if (full < 1) {
        throw new IllegalArgumentException("a full score is 1 or more, not " + full);
      }
    }
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
