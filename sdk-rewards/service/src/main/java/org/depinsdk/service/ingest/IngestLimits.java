package org.depinsdk.service.ingest;

/**
 * How much the ingest holds and keeps.
 *
 * @param threads how many threads check signatures
 * @param maxWaitingBytes how many bytes of reports may wait for a decision; beyond it a batch is turned away
 * @param refusalsPerDevice how many refused reports that one device signed an epoch's log keeps
 * @param refusalsOfNobody how many refused reports that no active device signed an epoch's log keeps
 */
public record IngestLimits(
    int threads, int maxWaitingBytes, int refusalsPerDevice, int refusalsOfNobody) {
  /** Checks the ranges. */
  public IngestLimits {
    if (threads < 1 || maxWaitingBytes < 1 || refusalsPerDevice < 0 || refusalsOfNobody < 0) {
      throw new IllegalArgumentException(
          "threads and maxWaitingBytes are 1 or more, budgets 0 or more: " + threads + ", "
              + maxWaitingBytes + ", " + refusalsPerDevice + ", " + refusalsOfNobody);
    }
  }

  /**
   * One thread for each processor, 32 MiB, 10,000 refusals of a device and 100,000 of nobody.
   *
   * @return the defaults
   */
  public static IngestLimits defaults() {
    return new IngestLimits(Runtime.getRuntime().availableProcessors(), 32 << 20, 10_000, 100_000);
  }
}
