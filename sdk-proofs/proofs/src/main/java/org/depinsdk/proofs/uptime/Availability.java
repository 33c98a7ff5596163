package org.depinsdk.proofs.uptime;

import java.util.List;

/**
 * How available a device is, from how often it was seen: the share and the interval in which the true share lies with 95 %
 * confidence (Wilson's score interval, z = 1.96), in millionths.
 *
 * @param shareE6 seen of expected, rounded down
 * @param lowerE6 lower bound, rounded down
 * @param upperE6 upper bound, rounded up
 */
public record Availability(long shareE6, long lowerE6, long upperE6) {
  /** A share of one. */
  public static final long ONE = 1_000_000;

  /** Storj suspends a node whose 30-day online score is below 60 %. */
  public static final long STORJ_SUSPENSION_E6 = 600_000;

  private static final double Z = 1.96;

  /**
   * One window of an online score.
   *
   * @param seen intervals in which the device was seen
   * @param expected intervals in which it should have been, 1 or more
   */
  public record Window(long seen, long expected) {
    /** Checks the range. */
    public Window {
      if (expected < 1 || seen < 0 || seen > expected) {
        throw new IllegalArgumentException(
            "seen must be 0 to expected, and that 1 or more, not " + seen + " of " + expected);
      }
    }
  }

  /**
   * The availability of one window.
   *
   * @param window what was seen of what was expected, at most 10<sup>9</sup>
   * @return share and interval
   */
  public static Availability of(Window window) {
    if (window.expected() > 1_000_000_000) {
      throw new IllegalArgumentException(
          "expected must be at most 1000000000, not " + window.expected());
    }
    double n = window.expected();
    double p = window.seen() / n;
    double z2 = Z * Z;
    double centre = p + z2 / (2 * n);
    double spread = Z * StrictMath.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    double scale = 1 + z2 / n;
    long share = window.seen() * ONE / window.expected();
    long lower = (long) StrictMath.floor((centre - spread) / scale * ONE);
    long upper = (long) StrictMath.ceil((centre + spread) / scale * ONE);
    return new Availability(
        share, Math.max(0, Math.min(lower, share)), Math.min(ONE, Math.max(upper, share)));
  }

  /**
   * The online score: the mean of the shares of some windows, each weighing the same (Storj takes the windows of 30 days).
   *
   * @param windows one or more, at most 10<sup>6</sup>
   * @return millionths, rounded down
   */
  public static long onlineScoreE6(List<Window> windows) {
    if (windows.isEmpty() || windows.size() > 1_000_000) {
      throw new IllegalArgumentException(
          "an online score needs 1 to 1000000 windows, not " + windows.size());
    }
    long sum = 0;
    for (Window window : windows) {
      sum += of(window).shareE6();
    }
    return sum / windows.size();
  }
}
