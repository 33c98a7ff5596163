package org.depinsdk.hardware.agent;

import org.depinsdk.core.report.Report;

/**
 * How much a queue may hold.
 *
 * @param maxReports 1 or more
 * @param maxBytes sum over the reports' bodies and signatures, enough for at least one of the largest reports
 * @param whenFull what happens beyond that
 */
public record QueueLimits(int maxReports, long maxBytes, WhenFull whenFull) {
  /** 10000 reports, 64 MiB, new reports refused beyond that. */
  public static final QueueLimits DEFAULT =
      new QueueLimits(10_000, 64L * 1024 * 1024, WhenFull.REFUSE_NEW);

  private static final int MIN_BYTES = Report.MAX_BODY_BYTES + 64;

  /** Checks the ranges. */
  public QueueLimits {
    if (maxReports < 1) {
      throw new IllegalArgumentException("maxReports must be 1 or more, not " + maxReports);
    }
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be " + MIN_BYTES + " or more, not " + maxBytes);
    }
  }
}
