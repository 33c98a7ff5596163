package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;

/** What admission checks of reports without looking at others: the costly part, which may run anywhere and in any order. */
public final class AdmissionSteps {
  private final ReportAdmission admission;
  private final RegistryView registry;

  /**
   * The steps of one epoch.
   *
   * @param input its rules and registry
   */
  public AdmissionSteps(EpochInput input) {
    this.admission = new ReportAdmission(input.policy().admission());
    this.registry = input.registry();
  }

  /**
   * What was found of a report.
   *
   * @param report what it parses to; empty if it does not
   * @param refusal why it is refused by itself; empty if it is not
   */
  public record Checked(Optional<SignedReport> report, String refusal) {}

  /**
   * Checks reports, best several thousand at once, because their signatures are verified as one batch.
   *
   * @param reports as they were logged
   * @return what was found of each
   */
  public List<Checked> precheck(List<LoggedReport> reports) {
    List<Optional<SignedReport>> parsed = new ArrayList<>(reports.size());
    List<ReportAdmission.Candidate> candidates = new ArrayList<>(reports.size());
    for (LoggedReport logged : reports) {
      try {
        SignedReport report = SignedReport.of(logged.getReport());
        Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
        DeviceId device = report.report().device();
        candidates.add(new ReportAdmission.Candidate(
            report,
            registry.stateAt(device, receivedAt),
            registry.sessionKeys(device, receivedAt)));
        parsed.add(Optional.of(report));
      } catch (MalformedReportException e) {
        parsed.add(Optional.empty());
      }
    }
    Iterator<Optional<Refusal>> found = admission.precheck(candidates).iterator();
    List<Checked> checked = new ArrayList<>(parsed.size());
    for (Optional<SignedReport> report : parsed) {
      checked.add(new Checked(
          report,
          report.isEmpty()
              ? ReportReasons.MALFORMED.text()
              : found.next().map(refusal -> refusal.reason().text()).orElse("")));
    }
    return checked;
  }
}
