package org.depinsdk.scaffold.ingest;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.Function;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.SignedReport.Builder;

/**
 * A report with everything that can be told without knowing the reports before it.
 *
 * @param wire body and signature as they came, cut where they are longer than any report may be
 * @param id the report's id, also of bytes that are no report
 * @param signed the report, empty where the bytes are none
 * @param standing how its device stood when it was checked, empty where the bytes are no report
 * @param refusal why it is refused already, empty where it passed
 */
record IncomingReport(
    org.depinsdk.core.wire.v1.SignedReport wire,
    ReportId id,
    Optional<SignedReport> signed,
    Optional<Standing> standing,
    Optional<Admission.Refused> refusal) {
  private static final int SIGNATURE_BYTES = 64;

  /** Parses a report and checks device and signature. */
  static IncomingReport check(
      org.depinsdk.core.wire.v1.SignedReport sent,
      String network,
      ReportAdmission admission,
      Function<DeviceId, Standing> standings) {
    org.depinsdk.core.wire.v1.SignedReport wire = bounded(sent);
    ReportId id = ReportId.ofSignedBytes(DssePayload.of(
            new Domain(network, SignedReport.PURPOSE, SignedReport.VERSION),
            wire.getBody().toByteArray())
        .signedBytes());
    try {
      SignedReport signed = SignedReport.of(wire);
      return checked(
          wire, id, signed, admission, standings.apply(signed.report().device()));
    } catch (MalformedReportException e) {
      Admission.Refused malformed =
          new Admission.Refused(ReportReasons.MALFORMED, String.valueOf(e.getMessage()));
      return new IncomingReport(
          wire, id, Optional.empty(), Optional.empty(), Optional.of(malformed));
    }
  }

  /** The same report, checked as its device stands now. */
  IncomingReport recheck(ReportAdmission admission, Standing now) {
    return signed.isEmpty() || standing.equals(Optional.of(now))
        ? this
        : checked(wire, id, signed.get(), admission, now);
  }

  private static IncomingReport checked(
      org.depinsdk.core.wire.v1.SignedReport wire,
      ReportId id,
      SignedReport signed,
      ReportAdmission admission,
      Standing standing) {
    return new IncomingReport(
        wire,
        id,
        Optional.of(signed),
        Optional.of(standing),
        admission.precheck(signed, standing.state(), standing.sessionKeys()));
  }

  /** One byte above each limit is kept, so that what is cut stays malformed and a replay of the log sees why. */
  private static org.depinsdk.core.wire.v1.SignedReport bounded(
      org.depinsdk.core.wire.v1.SignedReport sent) {
    Builder wire = org.depinsdk.core.wire.v1.SignedReport.newBuilder();
    wire.setBody(cut(sent.getBody(), Report.MAX_BODY_BYTES + 1));
    wire.setSignature(cut(sent.getSignature(), SIGNATURE_BYTES + 1));
    return wire.build();
  }

  private static ByteString cut(ByteString bytes, int most) {
    return bytes.size() <= most ? bytes : bytes.substring(0, most);
  }
}
