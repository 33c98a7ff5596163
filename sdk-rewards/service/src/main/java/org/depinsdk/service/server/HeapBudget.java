package org.depinsdk.service.server;

import java.io.IOException;
import org.depinsdk.service.ingest.IngestLimits;

/**
 * Shares the heap out, so that what callers and devices may fill is bounded by what there is: requests, waiting reports and answers
 * up to their bounds, headers of calls, and of the rest a half for the ids of reports of open epochs. The other half is for the
 * registry and for settlement.
 *
 * @param heap bytes that the process may use
 * @param taken bytes of it that the service and the bounds of its callers take
 */
record HeapBudget(long heap, long taken) {
  /** What a service without callers and devices takes. */
  private static final long OWN = 32 << 20;

  /** The least for devices, reports and settlement. */
  private static final long LEAST_REST = 32 << 20;

  static HeapBudget of(ServerOptions options, long heap) {
    long waiting = options.maxWaitingBytes;
    long headers = (long) options.maxConnections
        * options.maxCallsPerConnection
        * GrpcListener.MAX_HEADER_BYTES;
    return new HeapBudget(heap, OWN + 2 * waiting + options.maxRequestBytes() + headers);
  }

  /**
   * How many reports of open epochs may be remembered.
   *
   * @throws IOException if the heap is too small for the bounds
   */
  long openReports() throws IOException {
    // some collectors keep a small part of what they were given to themselves
    long least = (taken + LEAST_REST) / 15 * 16;
    long rest = heap - taken;
    if (rest < LEAST_REST) {
      throw new IOException("a heap of " + mib(heap) + " MiB is too small for what callers may make"
          + " the service hold: it needs " + mib(least) + " MiB. Give it more (-Xmx" + mib(least)
          + "m), or lower --max-waiting or --max-connections");
    }
    return rest / 2 / IngestLimits.BYTES_OF_OPEN_REPORT;
  }

  private static long mib(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
