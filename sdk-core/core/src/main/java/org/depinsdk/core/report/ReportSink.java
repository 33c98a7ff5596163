package org.depinsdk.core.report;

import java.io.IOException;
import java.util.List;
import org.depinsdk.core.report.SignedReport;

/**
 * The way to the network. An implementation keeps a deadline of its own and turns every failure of the transport into an
 * {@link IOException}.
 */
@FunctionalInterface
public interface ReportSink {
  /**
   * Hands in reports of one device.
   *
   * @param reports in the order of their sequence numbers, at least one
   * @return a receipt for each report that the network has decided about, in any order. Where one is missing its report
   *     stays in the queue.
   * @throws IOException where the network cannot be reached or did not answer; all reports stay in the queue, although the
   *     network may have some of them
   */
  List<Receipt> submit(List<SignedReport> reports) throws IOException;
}
