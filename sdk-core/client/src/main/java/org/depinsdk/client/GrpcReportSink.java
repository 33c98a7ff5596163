package org.depinsdk.client;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.wire.v1.LogProofs;
import org.depinsdk.client.wire.v1.LoggedRecord;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.SubmitResponse;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;

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
        SubmitResponse response = client.submitProven(reports.get(0));
        receipts.add(receipt(response.getReceipt(), response.getProofs()));
      } else {
        for (int from = 0; from < reports.size(); from += BatchUpload.MAX_REPORTS) {
          int to = Math.min(reports.size(), from + BatchUpload.MAX_REPORTS);
          SubmitStreamResponse response =
              client.submitAllProven(reports.subList(from, to).iterator());
          for (ReportReceipt one : response.getReceiptsList()) {
            receipts.add(receipt(one, response.getProofs()));
          }
        }
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("the network did not take the reports: " + e.getStatus(), e);
    }
    return receipts;
  }

  private static Receipt receipt(ReportReceipt wire, LogProofs proofs) throws IOException {
    try {
      ReportId id = new ReportId(wire.getReportId());
      Receipt receipt = wire.getAccepted()
          ? Receipt.accepted(id)
          : Receipt.refused(id, new ReasonCode(wire.getRefusal()), wire.getDetail());
      return wire.hasLogged() ? receipt.with(proof(wire.getLogged(), proofs)) : receipt;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | TransparencyException e) {
      throw new IOException("the network answered with a malformed receipt: " + e.getMessage(), e);
    }
  }

  private static String proof(LoggedRecord logged, LogProofs proofs) throws TransparencyException {
    List<TreeHash> path = new ArrayList<>(logged.getPathCount());
    for (int place : logged.getPathList()) {
      path.add(TreeHash.of(proofs.getHashes(place).toByteArray()));
    }
    return new LogReceipt(
            logged.getRecord().toByteArray(),
            new InclusionProof(logged.getIndex(), path),
            SignedCheckpoint.parse(proofs.getCheckpoints(logged.getCheckpoint())))
        .toString();
  }
}
