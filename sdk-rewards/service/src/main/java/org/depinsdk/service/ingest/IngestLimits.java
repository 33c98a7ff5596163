package org.depinsdk.service.ingest;

import org.depinsdk.core.report.ReportBudget;

/**
 * How much the ingest holds and keeps.
 *
 * @param threads how many threads check signatures
 * @param maxWaitingBytes how many bytes of reports may wait for a decision; beyond it a batch is rejected
 * @param refusedOfDevice how much an epoch's log keeps of the refused reports that one device signed
 * @param refusedOfNobody how much an epoch's log keeps of the refused reports that no active device signed
 */
public record IngestLimits(
    int threads, int maxWaitingBytes, ReportBudget refusedOfDevice, ReportBudget refusedOfNobody) {
  /** Checks the ranges. */
  public IngestLimits {
    if (threads < 1 || maxWaitingBytes < 1) {
      throw new IllegalArgumentException(
          "threads and maxWaitingBytes are 1 or more: " + threads + ", " + maxWaitingBytes);
    }
  }

  /**
   * One thread for each processor, 32 MiB, 10,000 refused reports and 8 MiB of a device, 100,000 and 64 MiB that no known device signed.
   *
   * @return the defaults
   */
  public static IngestLimits defaults() {
    return new IngestLimits(
        Runtime.getRuntime().availableProcessors(),
        32 << 20,
        new ReportBudget(10_000, 8 << 20),
        new ReportBudget(100_000, 64 << 20));
  }
}
