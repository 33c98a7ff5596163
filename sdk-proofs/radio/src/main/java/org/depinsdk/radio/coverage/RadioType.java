package org.depinsdk.radio.coverage;

/** Where a radio stands. Points and rank multipliers are those of coverage_point_calculator in helium/oracles. */
public enum RadioType {
  /** In a building: 400 or 100 points for a cell, all for the first. */
  INDOOR(new int[] {400, 100, 100, 0}, new int[] {10_000}),
  /** In the open: 16, 8 or 4 points for a cell; the second gets half, the third a quarter. */
  OUTDOOR(new int[] {16, 8, 4, 0}, new int[] {10_000, 5_000, 2_500});

  private final int[] points;
  private final int[] rankMultipliersE4;

  RadioType(int[] points, int[] rankMultipliersE4) {
    this.points = points;
    this.rankMultipliersE4 = rankMultipliersE4;
  }

  /**
   * Points of a cell before any multiplier.
   *
   * @param level how well it is covered; an indoor radio has no medium level, it counts as low
   * @return 0 or more
   */
  public int points(SignalLevel level) {
    return points[level.ordinal()];
  }

  /**
   * What a rank leaves of the points.
   *
   * @param rank 1 for the first
   * @return 10<sup>-4</sup>
   */
  public int rankMultiplierE4(int rank) {
    if (rank < 1) {
      throw new IllegalArgumentException("a rank is 1 or more, not " + rank);
    }
    return rank <= rankMultipliersE4.length ? rankMultipliersE4[rank - 1] : 0;
  }
}
