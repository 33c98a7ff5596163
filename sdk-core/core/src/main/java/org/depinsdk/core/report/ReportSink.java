package org.depinsdk.core.report;

import java.io.IOException;
import java.util.List;

/**
 * Takes a device's reports to its network. An implementation keeps a deadline of its own and throws every failure of the
 * transport as an {@link IOException}.
 */
@FunctionalInterface
public interface ReportSink {
  /**
   * Submits reports of one device.
   *
   * @param reports in the order of their sequence numbers, at least one
   * @return a receipt for each report that the network has decided about, in any order; a report without one is to be
   *     submitted again
   * @throws IOException if the network cannot be reached or did not answer; all reports are to be submitted again, although
   *     the network may have some of them
   */
  List<Receipt> submit(List<SignedReport> reports) throws IOException;
}
