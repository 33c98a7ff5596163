package org.depinsdk.client;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;

/** Sends a device agent's reports to the network's service over gRPC. */
public final class GrpcReportSink implements ReportSink {
  private final NetworkClient client;

  /**
   * A sink over a client.
   *
   * @param client to the service; may be shared by many agents and is not closed here
   */
  public GrpcReportSink(NetworkClient client) {
    this.client = client;
  }

  @Override
  public List<Receipt> submit(List<SignedReport> reports) throws IOException {
    List<Receipt> receipts = new ArrayList<>(reports.size());
    try {
      if (reports.size() == 1) {
        receipts.add(receipt(client.submit(reports.get(0))));
      } else {
        for (int from = 0; from < reports.size(); from += BatchUpload.MAX_REPORTS) {
          int to = Math.min(reports.size(), from + BatchUpload.MAX_REPORTS);
          for (ReportReceipt one : client.submitAll(reports.subList(from, to).iterator())) {
            receipts.add(receipt(one));
          }
        }
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("the network did not take the reports: " + e.getStatus(), e);
    }
    return receipts;
  }

  private static Receipt receipt(ReportReceipt wire) throws IOException {
    try {
      ReportId id = new ReportId(wire.getReportId());
      return wire.getAccepted()
          ? Receipt.accepted(id)
          : Receipt.refused(id, new ReasonCode(wire.getRefusal()), wire.getDetail());
    } catch (IllegalArgumentException e) {
      throw new IOException("the network answered with a malformed receipt: " + e.getMessage(), e);
    }
  }
}
