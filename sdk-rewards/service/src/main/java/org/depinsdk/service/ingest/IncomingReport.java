package org.depinsdk.service.ingest;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Refusal;
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
    Optional<DeviceStanding> standing,
    Optional<Refusal> refusal) {
  private static final int SIGNATURE_BYTES = 64;

  /** Parses the reports of a batch and checks devices and signatures, which are cheaper together. */
  static List<IncomingReport> check(
      List<org.depinsdk.core.wire.v1.SignedReport> batch,
      String network,
      ReportAdmission admission,
      Function<DeviceId, DeviceStanding> standings) {
    IncomingReport[] checked = new IncomingReport[batch.size()];
    List<ReportAdmission.Candidate> candidates = new ArrayList<>(checked.length);
    for (int i = 0; i < checked.length; i++) {
      checked[i] = parse(batch.get(i), network, standings);
      if (checked[i].signed.isPresent()) {
        DeviceStanding standing = checked[i].standing.orElseThrow();
        candidates.add(new ReportAdmission.Candidate(
            checked[i].signed.get(), standing.state(), standing.sessionKeys()));
      }
    }
    Iterator<Optional<Refusal>> refusals = admission.precheck(candidates).iterator();
    for (int i = 0; i < checked.length; i++) {
      if (checked[i].signed.isPresent()) {
        checked[i] = checked[i].with(checked[i].standing, refusals.next());
      }
    }
    return Arrays.asList(checked);
  }

  private static IncomingReport parse(
      org.depinsdk.core.wire.v1.SignedReport sent,
      String network,
      Function<DeviceId, DeviceStanding> standings) {
    org.depinsdk.core.wire.v1.SignedReport wire = bounded(sent);
    try {
      SignedReport signed = SignedReport.of(wire);
      Optional<DeviceStanding> standing =
          Optional.of(standings.apply(signed.report().device()));
      // the report keeps its id, which the decision needs too
      return new IncomingReport(
          wire, signed.id(network), Optional.of(signed), standing, Optional.empty());
    } catch (MalformedReportException e) {
      ReportId id = ReportId.ofSignedBytes(DssePayload.of(
              new Domain(network, SignedReport.PURPOSE, SignedReport.VERSION),
              wire.getBody().toByteArray())
          .signedBytes());
      Refusal malformed = new Refusal(ReportReasons.MALFORMED, String.valueOf(e.getMessage()));
      return new IncomingReport(
          wire, id, Optional.empty(), Optional.empty(), Optional.of(malformed));
    }
  }

  /** The same report, checked as its device stands now. */
  IncomingReport recheck(ReportAdmission admission, DeviceStanding now) {
    return signed.isEmpty() || standing.equals(Optional.of(now))
        ? this
        : with(Optional.of(now), admission.precheck(signed.get(), now.state(), now.sessionKeys()));
  }

  /** Whether no key of an active device signed it. */
  boolean isOfNobody() {
    return refusal.isPresent();
  }

  private IncomingReport with(Optional<DeviceStanding> checkedAgainst, Optional<Refusal> outcome) {
    return new IncomingReport(wire, id, signed, checkedAgainst, outcome);
  }

  /** One byte above each limit is kept, so that what is cut stays malformed and a replay of the log sees why. */
  private static org.depinsdk.core.wire.v1.SignedReport bounded(
      org.depinsdk.core.wire.v1.SignedReport sent) {
    if (sent.getBody().size() <= Report.MAX_BODY_BYTES
        && sent.getSignature().size() <= SIGNATURE_BYTES
        && sent.getUnknownFields().asMap().isEmpty()) {
      return sent;
    }
    Builder wire = org.depinsdk.core.wire.v1.SignedReport.newBuilder();
    wire.setBody(cut(sent.getBody(), Report.MAX_BODY_BYTES + 1));
    wire.setSignature(cut(sent.getSignature(), SIGNATURE_BYTES + 1));
    return wire.build();
  }

  private static ByteString cut(ByteString bytes, int most) {
    return bytes.size() <= most ? bytes : bytes.substring(0, most);
  }
}
