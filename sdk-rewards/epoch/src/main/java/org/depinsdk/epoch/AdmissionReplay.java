package org.depinsdk.epoch;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
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
import org.depinsdk.core.report.DeviceUsage;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.PartComparison.DifferenceException;
import org.jspecify.annotations.Nullable;

/**
 * The log of a bundle as evidence, checked while it is read: each report is decided about again, in the order of the log, and
 * written again to be compared with the file. Signatures are checked in batches on all processors, a slice of the log at a
 * time; the decisions follow in order.
 */
final class AdmissionReplay implements RecordedEvidence {
  private static final int SLICE = 16_384;
  private static final int SLICE_BYTES = 16 << 20;

  /** Signatures that are verified together; a slice holds several batches for each processor. */
  private static final int BATCH = 1024;

  private final EpochInput input;
  private final Path folder;
  private final ReportAdmission admission;
  private final RegistryView registry;
  private final Map<DeviceId, DeviceUsage> usages = new HashMap<>();
  private final List<LoggedReport> slice = new ArrayList<>();
  private int sliceBytes;
  private Instant newest = Instant.MIN;
  private long count;
  private long accepted;
  private final boolean logged;
  private @Nullable ReportLeaves leaves;
  private @Nullable Prechecks found;

  /**
   * A replay.
   *
   * @param logged whether the bundle holds a range of a log, with which the reports are compared
   */
  AdmissionReplay(EpochInput input, Path folder, boolean logged) {
    this.input = input;
    this.logged = logged;
    this.folder = folder;
    this.admission = new ReportAdmission(input.policy().admission());
    this.registry = input.registry();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public void prechecked(Prechecks prechecks) {
    found = prechecks;
  }

  /** How many reports were decided about. */
  long count() {
    return count;
  }

  /** How many of them were accepted. */
  long accepted() {
    return accepted;
  }

  @Override
  public long sizeBytes() throws IOException {
    return input.evidence().sizeBytes();
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    usages.clear();
    slice.clear();
    newest = Instant.MIN;
    count = 0;
    accepted = 0;
    try (PartComparison recorded = new PartComparison(folder, BundleParts.REPORTS);
        ReportLeaves records = leaves()) {
      leaves = records;
      input.evidence().forEach(logged -> {
        logged.writeDelimitedTo(recorded);
        slice.add(logged);
        sliceBytes += logged.getSerializedSize();
        if (slice.size() == SLICE || sliceBytes > SLICE_BYTES) {
          decideSlice(visitor);
        }
      });
      decideSlice(visitor);
      if (records != null) {
        records.end();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new DifferenceException(new ReplayResult.Different(
          BundleParts.REPORTS, "after report " + (count + slice.size()) + ": no report"));
    }
  }

  private @Nullable ReportLeaves leaves() throws IOException {
    return logged
        ? new ReportLeaves(
            new LogRangeFiles.Reader(folder.resolve(BundleParts.LOG_RECORDS)),
            input.policy().network(),
            input.epoch().index())
        : null;
  }

  private record Checked(
      LoggedReport logged, @Nullable SignedReport report, Optional<Refusal> refusal) {}

  private void decideSlice(Visitor visitor) throws IOException {
    List<List<Checked>> batches = found != null ? List.of(found(found)) : checked();
    for (List<Checked> batch : batches) {
      for (Checked one : batch) {
        decide(one);
        count++;
      }
    }
    for (LoggedReport logged : slice) {
      visitor.visit(logged);
    }
    slice.clear();
    sliceBytes = 0;
  }

  private List<List<Checked>> checked() {
    return IntStream.range(0, (slice.size() + BATCH - 1) / BATCH)
        .parallel()
        .mapToObj(i -> check(slice.subList(i * BATCH, Math.min(slice.size(), (i + 1) * BATCH))))
        .toList();
  }

  /** As other machines found them. */
  private List<Checked> found(Prechecks prechecks) {
    List<Checked> checked = new ArrayList<>(slice.size());
    for (LoggedReport logged : slice) {
      String refusal = prechecks.refusal(count + checked.size());
      SignedReport report;
      try {
        report = SignedReport.of(logged.getReport());
      } catch (MalformedReportException e) {
        report = null;
      }
      Optional<Refusal> refused = refusal.isEmpty()
          ? Optional.empty()
          : Optional.of(new Refusal(new ReasonCode(refusal), ""));
      checked.add(new Checked(logged, report, refused));
    }
    return checked;
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
        checked[i] =
            new Checked(logged, null, Optional.of(new Refusal(ReportReasons.MALFORMED, "")));
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

  private void decide(Checked checked) throws IOException {
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
      DeviceUsage used = usages.getOrDefault(device, DeviceUsage.NONE);
      decision = admission.decide(report, receivedAt, used);
      if (decision instanceof Admission.Accepted accepted) {
        if (accepted.epoch() != input.epoch().index()) {
          throw different(
              checked,
              "belongs to epoch " + accepted.epoch() + ", not " + input.epoch().index());
        }
        usages.put(device, used.with(report));
      }
    }
    String refusal = decision instanceof Refusal r ? r.reason().text() : "";
    accepted += refusal.isEmpty() ? 1 : 0;
    if (!logged.getRefusal().equals(refusal)) {
      throw different(
          checked,
          "is recorded as " + word(logged.getRefusal()) + ", recomputed as " + word(refusal));
    }
    if (leaves != null) {
      leaves.take(logged, report, checked.refusal().isEmpty());
    }
  }

  private DifferenceException different(Checked checked, String what) {
    SignedReport report = checked.report();
    String who = report == null
        ? ""
        : " (" + report.report().device() + " #" + report.report().sequence() + ")";
    return new DifferenceException(new ReplayResult.Different(
        BundleParts.REPORTS, "report " + (count + 1) + who + " " + what));
  }

  private static String word(String refusal) {
    return refusal.isEmpty() ? "accepted" : refusal;
  }
}
