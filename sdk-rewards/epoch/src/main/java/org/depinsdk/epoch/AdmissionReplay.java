package org.depinsdk.epoch;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
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
 * compared with the form that a bundle is written in. Reports are parsed and signatures checked in batches on all processors, a
 * slice of the log at a time; the decisions follow in order.
 */
final class AdmissionReplay implements RecordedEvidence {
  private static final int SLICE = 16_384;
  private static final int SLICE_BYTES = 16 << 20;

  /** Signatures that are verified together: so many, or fewer if that keeps more processors busy. */
  private static final int BATCH = 4096;

  private static final int LEAST = 1024;

  private final EpochInput input;
  private final Path folder;
  private final LogFile log;
  private final ReportAdmission admission;
  private final RegistryView registry;
  private final Map<DeviceId, DeviceUsage> usages = new HashMap<>();
  private final List<Frame> slice = new ArrayList<>();
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
    this.log = new LogFile(folder.resolve(BundleParts.REPORTS));
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
    return log.sizeBytes();
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    usages.clear();
    slice.clear();
    newest = Instant.MIN;
    count = 0;
    accepted = 0;
    try (ReportLeaves records = leaves()) {
      leaves = records;
      log.forEachFrame((bytes, shortest) -> {
        slice.add(new Frame(bytes, shortest));
        sliceBytes += bytes.length;
        if (slice.size() == SLICE || sliceBytes > SLICE_BYTES) {
          decideSlice(visitor);
        }
      });
      decideSlice(visitor);
      if (records != null) {
        records.end();
      }
    } catch (InvalidProtocolBufferException e) {
      throw noReport(slice.size());
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

  /** The bytes of a report in the file. */
  private record Frame(byte[] bytes, boolean shortestLength) {}

  /**
   * A report that was read.
   *
   * @param logged null if the bytes are no message
   * @param candidate the report with what the registry says of its device, null if it does not parse
   * @param asWritten whether the file holds the one form that a bundle is written in
   */
  private record Read(
      @Nullable LoggedReport logged,
      ReportAdmission.@Nullable Candidate candidate,
      boolean asWritten) {
    @Nullable
    SignedReport report() {
      return candidate == null ? null : candidate.report();
    }

    /** Of a report that parses; the registry's own id of it if there is one, which is the same and compares faster. */
    DeviceId device() {
      ReportAdmission.Candidate parsed = Objects.requireNonNull(candidate);
      return parsed
          .state()
          .map(DeviceState::device)
          .orElseGet(() -> parsed.report().report().device());
    }
  }

  private Read read(Frame frame) {
    try {
      LoggedReport logged = LoggedReport.parseFrom(frame.bytes);
      boolean asWritten = frame.shortestLength && Arrays.equals(logged.toByteArray(), frame.bytes);
      try {
        SignedReport report = SignedReport.of(logged.getReport());
        return new Read(logged, candidate(report, logged), asWritten);
      } catch (MalformedReportException e) {
        return new Read(logged, null, asWritten);
      }
    } catch (InvalidProtocolBufferException e) {
      return new Read(null, null, false);
    }
  }

  private ReportAdmission.Candidate candidate(SignedReport report, LoggedReport logged) {
    DeviceId device = report.report().device();
    Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
    return new ReportAdmission.Candidate(
        report, registry.stateAt(device, receivedAt), registry.sessionKeys(device, receivedAt));
  }

  private void decideSlice(Visitor visitor) throws IOException {
    List<Read> reports = slice.parallelStream().map(this::read).toList();
    for (int i = 0; i < reports.size(); i++) {
      if (reports.get(i).logged() == null) {
        throw noReport(i);
      } else if (!reports.get(i).asWritten()) {
        compareWhole();
      }
    }
    List<Optional<Refusal>> refusals =
        found != null ? found(reports.size(), found) : check(reports);
    for (int i = 0; i < reports.size(); i++) {
      decide(reports.get(i), refusals.get(i));
      count++;
    }
    for (Read read : reports) {
      LoggedReport logged = Objects.requireNonNull(read.logged());
      if (read.report() == null) {
        visitor.visit(logged);
      } else {
        visitor.visit(logged, read.report());
      }
    }
    slice.clear();
    sliceBytes = 0;
  }

  private DifferenceException noReport(int inSlice) {
    return new DifferenceException(new ReplayResult.Different(
        BundleParts.REPORTS, "after report " + (count + inSlice) + ": no report"));
  }

  /** Finds the first byte that is not as a bundle is written. */
  private void compareWhole() throws IOException {
    try (PartComparison recorded = new PartComparison(folder, BundleParts.REPORTS)) {
      log.forEach(report -> report.writeDelimitedTo(recorded));
    }
  }

  /** As other machines found them. */
  private List<Optional<Refusal>> found(int size, Prechecks prechecks) {
    List<Optional<Refusal>> refusals = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String refusal = prechecks.refusal(count + i);
      refusals.add(
          refusal.isEmpty()
              ? Optional.empty()
              : Optional.of(new Refusal(new ReasonCode(refusal), "")));
    }
    return refusals;
  }

  /** What is wrong with each report by itself. */
  private List<Optional<Refusal>> check(List<Read> reports) {
    List<Optional<Refusal>> refusals = new ArrayList<>(
        Collections.nCopies(reports.size(), Optional.of(new Refusal(ReportReasons.MALFORMED, ""))));
    int[] order = byDevice(reports);
    int size = Math.max(
        LEAST,
        Math.min(BATCH, order.length / Math.max(1, ForkJoinPool.getCommonPoolParallelism())));
    IntStream.range(0, (order.length + size - 1) / size)
        .parallel()
        .forEach(i -> check(
            reports,
            Arrays.copyOfRange(order, i * size, Math.min(order.length, (i + 1) * size)),
            refusals));
    return refusals;
  }

  /** The places of the reports that parse, those of a device together: signatures of few keys are cheaper. */
  private static int[] byDevice(List<Read> reports) {
    long[] places = new long[reports.size()];
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      if (reports.get(i).report() != null) {
        places[count++] = (long) reports.get(i).device().hashCode() << 32 | i;
      }
    }
    Arrays.sort(places, 0, count);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) places[i];
    }
    return order;
  }

  private void check(List<Read> reports, int[] batch, List<Optional<Refusal>> refusals) {
    List<ReportAdmission.Candidate> candidates = new ArrayList<>(batch.length);
    for (int i : batch) {
      candidates.add(Objects.requireNonNull(reports.get(i).candidate()));
    }
    List<Optional<Refusal>> found = admission.precheck(candidates);
    for (int i = 0; i < batch.length; i++) {
      refusals.set(batch[i], found.get(i));
    }
  }

  private void decide(Read read, Optional<Refusal> checked) throws IOException {
    LoggedReport logged = Objects.requireNonNull(read.logged());
    Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
    if (receivedAt.isBefore(newest)) {
      throw different(read, "was received at " + receivedAt + ", after one received at " + newest);
    }
    newest = receivedAt;
    SignedReport report = read.report();
    Admission decision = checked.<Admission>map(r -> r).orElse(null);
    if (decision == null && report != null) {
      DeviceId device = read.device();
      DeviceUsage used = usages.getOrDefault(device, DeviceUsage.NONE);
      decision = admission.decide(report, receivedAt, used);
      if (decision instanceof Admission.Accepted accepted) {
        if (accepted.epoch() != input.epoch().index()) {
          throw different(
              read,
              "belongs to epoch " + accepted.epoch() + ", not " + input.epoch().index());
        }
        usages.put(device, used.with(report));
      }
    }
    String refusal = decision instanceof Refusal r ? r.reason().text() : "";
    accepted += refusal.isEmpty() ? 1 : 0;
    if (!logged.getRefusal().equals(refusal)) {
      throw different(
          read, "is recorded as " + word(logged.getRefusal()) + ", recomputed as " + word(refusal));
    }
    if (leaves != null) {
      leaves.take(logged, report, checked.isEmpty());
    }
  }

  private DifferenceException different(Read read, String what) {
    SignedReport report = read.report();
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
