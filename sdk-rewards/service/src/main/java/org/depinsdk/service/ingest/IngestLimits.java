package org.depinsdk.service.ingest;

/**
 * How much the ingest holds and keeps.
 *
 * @param threads how many threads check signatures
 * @param maxWaitingBytes how many bytes of reports may wait for a decision; beyond it a batch is turned away
 * @param refusalsPerDevice how many refused reports of one device an epoch's log keeps
 * @param refusalsPerEpoch how many refused reports an epoch's log keeps in all
 */
public record IngestLimits(
    int threads, int maxWaitingBytes, int refusalsPerDevice, int refusalsPerEpoch) {
  /** Checks the ranges. */
  public IngestLimits {
    if (threads < 1 || maxWaitingBytes < 1 || refusalsPerDevice < 0 || refusalsPerEpoch < 0) {
      throw new IllegalArgumentException(
          "threads and maxWaitingBytes are 1 or more, budgets 0 or more: " + threads + ", "
              + maxWaitingBytes + ", " + refusalsPerDevice + ", " + refusalsPerEpoch);
    }
  }

  /**
   * One thread for each processor, 32 MiB, 10,000 refusals of a device and 100,000 in all.
   *
   * @return the defaults
   */
  public static IngestLimits defaults() {
    return new IngestLimits(Runtime.getRuntime().availableProcessors(), 32 << 20, 10_000, 100_000);
  }
}
