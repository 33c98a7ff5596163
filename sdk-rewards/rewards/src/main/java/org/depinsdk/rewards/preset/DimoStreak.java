package org.depinsdk.rewards.preset;

/**
 * How long a vehicle has been connected, as DIMO counts it (DIMO-Network/rewards-api, {@code streak.go}): each connected week
 * is one more, and every third missed week in a row throws it back to the first week of the level below. The points are what
 * the preset {@code dimo} pays as {@code streak/1}; a missed week earns none ({@code ComputeStreak}).
 *
 * @param weeks connected weeks that count, 0 or more
 * @param missed weeks missed in a row, 0 or more
 */
public record DimoStreak(int weeks, int missed) {
  /** A vehicle that was never connected. */
  public static final DimoStreak NEW = new DimoStreak(0, 0);

  /** First week of each level. The README says 20 for the third; the code, and so the payments, 21. */
  private static final int[] FIRST_WEEKS = {0, 4, 21, 36};

  private static final int[] POINTS = {0, 1000, 2000, 3000};
  private static final int PATIENCE = 3;

  /** Checks the weeks. */
  public DimoStreak {
    if (weeks < 0 || missed < 0) {
      throw new IllegalArgumentException("weeks are 0 or more, not " + weeks + " and " + missed);
    }
  }

  /**
   * The streak a week later.
   *
   * @param connected whether the vehicle was connected in that week
   * @return the next streak
   */
  public DimoStreak next(boolean connected) {
    if (connected) {
      return new DimoStreak(weeks + 1, 0);
    }
    boolean falls = (missed + 1) % PATIENCE == 0;
    int before = Math.max(0, level() - 2);
    return new DimoStreak(falls ? FIRST_WEEKS[before] : weeks, missed + 1);
  }

  /**
   * The level.
   *
   * @return 1 to 4
   */
  public int level() {
    int level = 1;
    for (int i = 1; i < FIRST_WEEKS.length; i++) {
      level = weeks >= FIRST_WEEKS[i] ? i + 1 : level;
    }
    return level;
  }

  /**
   * What the last week is worth: the level's points, and nothing if it was missed.
   *
   * @return 0 to 3000 points
   */
  public int points() {
    return missed > 0 ? 0 : POINTS[level() - 1];
  }
}
