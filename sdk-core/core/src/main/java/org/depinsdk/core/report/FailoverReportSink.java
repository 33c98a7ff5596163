package org.depinsdk.core.report;

import java.io.IOException;
import java.util.List;

/**
 * Takes reports to whichever process of a network answers. It stays with the one that answered last, and goes on to the next one in
 * the order of the list when that fails. What a process took before it failed is not counted twice by the network.
 */
public final class FailoverReportSink implements ReportSink {
  private final List<ReportSink> sinks;
  private volatile int current;

  /**
   * A sink over others.
   *
   * @param sinks one to each process, at least one
   */
  public FailoverReportSink(List<ReportSink> sinks) {
    if (sinks.isEmpty()) {
      throw new IllegalArgumentException("there is no process to submit to");
    }
    this.sinks = List.copyOf(sinks);
  }

  /**
   * Submits to the first that answers.
   *
   * @throws IOException if none did; it is the failure of the last one, with those of the others suppressed
   */
  @Override
  public List<Receipt> submit(List<SignedReport> reports) throws IOException {
    int first = current;
    IOException failure = new IOException("not submitted");
    for (int i = 0; i < sinks.size(); i++) {
      int at = (first + i) % sinks.size();
      try {
        List<Receipt> receipts = sinks.get(at).submit(reports);
        current = at;
        return receipts;
      } catch (IOException e) {
        if (i > 0) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }
}
