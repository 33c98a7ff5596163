package org.depinsdk.core.report;

/**
 * How much a network takes, so that nobody can fill its disk and every bundle after.
 *
 * @param reports how many reports, 1 or more
 * @param bytes how many bytes of their bodies and signatures, 1 or more
 */
public record ReportBudget(long reports, long bytes) {
  /**
   * What a network takes of one device in an epoch unless its policy says otherwise, 100,000 reports and 64 MiB: far above what
   * a device has to say in a day, and far below a disk.
   */
  public static final ReportBudget OF_DEVICE = new ReportBudget(100_000, 64 << 20);

  /** Checks the range. */
  public ReportBudget {
    if (reports < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "reports and bytes must be 1 or more, not " + reports + " and " + bytes);
    }
  }
}
