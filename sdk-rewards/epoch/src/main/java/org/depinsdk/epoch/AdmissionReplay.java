package org.depinsdk.epoch;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.ReplayWindow;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.jspecify.annotations.Nullable;

/**
 * Decides again about every report of a bundle, in the order of its log. Signatures are checked in batches on all processors, a
 * slice of the log at a time; the decisions follow in order.
 */
final class AdmissionReplay {
  private static final int SLICE = 16_384;

  /** Signatures that are verified together; a slice holds several batches for each processor. */
  private static final int BATCH = 1024;

  /** A report that would be decided otherwise; ends the replay. */
  static final class DifferentDecisionException extends IOException {
    private static final long serialVersionUID = 1L;

    DifferentDecisionException(String message) {
      super(message);
    }
  }

  private final ReportAdmission admission;
  private final RegistryView registry;
  private final long epoch;
  private final Map<DeviceId, ReplayWindow> windows = new HashMap<>();
  private final List<LoggedReport> slice = new ArrayList<>(SLICE);
  private Instant newest = Instant.MIN;
  private long count;

  AdmissionReplay(EpochInput input) {
    this.admission = new ReportAdmission(input.policy().admission());
    this.registry = input.registry();
    this.epoch = input.epoch().index();
  }

  /** Decides about all reports; returns how many there were. */
  long run(EvidenceSource evidence) throws IOException {
    evidence.forEach(logged -> {
      slice.add(logged);
      if (slice.size() == SLICE) {
        decideSlice();
      }
    });
    decideSlice();
    return count;
  }

  private record Checked(
      LoggedReport logged, @Nullable SignedReport report, Optional<Refusal> refusal) {}

  private void decideSlice() throws DifferentDecisionException {
    List<List<Checked>> batches = IntStream.range(0, (slice.size() + BATCH - 1) / BATCH)
        .parallel()
        .mapToObj(i -> check(slice.subList(i * BATCH, Math.min(slice.size(), (i + 1) * BATCH))))
        .toList();
    slice.clear();
    for (List<Checked> batch : batches) {
      for (Checked one : batch) {
        decide(one);
        count++;
      }
    }
  }

  private List<Checked> check(List<LoggedReport> batch) {
    Checked[] checked = new Checked[batch.size()];
    List<ReportAdmission.Candidate> candidates = new ArrayList<>(checked.length);
    for (int i = 0; i < checked.length; i++) {
      LoggedReport logged = batch.get(i);
      try {
        SignedReport report = SignedReport.of(logged.getReport());
        Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
        DeviceId device = report.report().device();
        candidates.add(new ReportAdmission.Candidate(
            report,
            registry.stateAt(device, receivedAt),
            registry.sessionKeys(device, receivedAt)));
      } catch (MalformedReportException e) {
        // the parser's wording is for people and may change with its library: the recorded one
        // stands
        checked[i] = new Checked(
            logged, null, Optional.of(new Refusal(ReportReasons.MALFORMED, logged.getDetail())));
      }
    }
    List<Optional<Refusal>> refusals = admission.precheck(candidates);
    for (int i = 0, next = 0; i < checked.length; i++) {
      if (checked[i] == null) {
        checked[i] = new Checked(batch.get(i), candidates.get(next).report(), refusals.get(next));
        next++;
      }
    }
    return Arrays.asList(checked);
  }

  private void decide(Checked checked) throws DifferentDecisionException {
    LoggedReport logged = checked.logged();
    Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
    if (receivedAt.isBefore(newest)) {
      throw different(
          checked, "was received at " + receivedAt + ", after one received at " + newest);
    }
    newest = receivedAt;
    SignedReport report = checked.report();
    Admission decision = checked.refusal().<Admission>map(r -> r).orElse(null);
    if (decision == null && report != null) {
      DeviceId device = report.report().device();
      ReplayWindow window = windows.getOrDefault(device, ReplayWindow.NEW);
      decision = admission.decide(report, receivedAt, window);
      if (decision instanceof Admission.Accepted accepted) {
        if (accepted.epoch() != epoch) {
          throw different(checked, "belongs to epoch " + accepted.epoch() + ", not " + epoch);
        }
        windows.put(device, window.use(report.report().sequence()));
      }
    }
    String refusal = decision instanceof Refusal r ? r.reason().text() : "";
    String detail = decision instanceof Refusal r ? r.detail() : "";
    if (!logged.getRefusal().equals(refusal)) {
      throw different(
          checked,
          "is recorded as " + word(logged.getRefusal()) + ", recomputed as " + word(refusal));
    }
    if (!logged.getDetail().equals(detail)) {
      throw different(
          checked,
          "is recorded with \"" + logged.getDetail() + "\", recomputed with \"" + detail + "\"");
    }
  }

  private DifferentDecisionException different(Checked checked, String what) {
    SignedReport report = checked.report();
    String who = report == null
        ? ""
        : " (" + report.report().device() + " #" + report.report().sequence() + ")";
    return new DifferentDecisionException("report " + (count + 1) + who + " " + what);
  }

  private static String word(String refusal) {
    return refusal.isEmpty() ? "accepted" : refusal;
  }
}
