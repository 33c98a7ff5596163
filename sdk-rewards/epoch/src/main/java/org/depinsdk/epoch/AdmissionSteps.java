package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
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
   * Checks reports with their signatures, as one batch.
   *
   * @param reports as they were logged; a thousand or more is cheapest
   * @return for each, in order, the code of the reason to refuse it, or an empty string
   */
  public List<String> precheck(List<LoggedReport> reports) {
    List<ReportAdmission.Candidate> candidates = new ArrayList<>(reports.size());
    boolean[] parsed = new boolean[reports.size()];
    for (int i = 0; i < parsed.length; i++) {
      LoggedReport logged = reports.get(i);
      try {
        SignedReport report = SignedReport.of(logged.getReport());
        Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
        DeviceId device = report.report().device();
        candidates.add(new ReportAdmission.Candidate(
            report,
            registry.stateAt(device, receivedAt),
            registry.sessionKeys(device, receivedAt)));
        parsed[i] = true;
      } catch (MalformedReportException e) {
        // stays false
      }
    }
    List<Optional<Refusal>> found = admission.precheck(candidates);
    List<String> refusals = new ArrayList<>(parsed.length);
    int next = 0;
    for (boolean one : parsed) {
      refusals.add(
          one
              ? found.get(next++).map(refusal -> refusal.reason().text()).orElse("")
              : ReportReasons.MALFORMED.text());
    }
    return refusals;
  }
}
