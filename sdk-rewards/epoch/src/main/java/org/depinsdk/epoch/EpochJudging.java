package org.depinsdk.epoch;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.WorkFolder;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.Table;
import org.jspecify.annotations.Nullable;

/**
 * Judges one epoch. The log is read once: each report is parsed, its id hashed, its row put into the partition of its group.
 * Then each partition is sorted, its groups judged and forgotten; what came of them is merged in order.
 */
final class EpochJudging {
  /** A slice of the log that is parsed at once: so many reports, or so many bytes. */
  private static final int SLICE = 8192;

  private static final int SLICE_BYTES = 8 << 20;

  private final EpochInput input;
  private final int threads;
  private final Workers workers;
  private final WorkFolder folder;
  private final long sorterMemory;
  private final JudgedRows judged;
  private final Partitions partitions;
  private final CloneWatch clones;
  private final Map<ProofKind, ProofTask<?>> proofs = new TreeMap<>();
  private final List<LoggedReport> slice = new ArrayList<>();
  private int sliceBytes;
  private long position;

  private EpochJudging(
      LocalEpochEngine.Options options,
      EpochInput input,
      Workers workers,
      WorkFolder folder,
      JudgedRows judged) {
    this.input = input;
    this.threads = options.threads();
    this.workers = workers;
    this.folder = folder;
    this.judged = judged;
    this.sorterMemory = options.memoryBytes() / options.threads();
    this.partitions = new Partitions(folder, options.partitions(), options.inMemoryBytes());
    this.clones = new CloneWatch(partitions);
  }

  static JudgedEpoch judge(
      LocalEpochEngine.Options options,
      Map<ProofKind, ProofVerifier<?>> verifiers,
      EpochInput input)
      throws IOException {
    WorkFolder folder = new WorkFolder(options.workFolder());
    JudgedRows judged = new JudgedRows(folder, options.memoryBytes() / 16);
    boolean done = false;
    try (Workers workers = new Workers(options.threads())) {
      JudgedEpoch result =
          new EpochJudging(options, input, workers, folder, judged).judge(verifiers);
      done = true;
      return result;
    } finally {
      if (!done) {
        judged.close();
      }
    }
  }

  private JudgedEpoch judge(Map<ProofKind, ProofVerifier<?>> verifiers) throws IOException {
    for (ProofVerifier<?> verifier : verifiers.values()) {
      proofs.put(verifier.kind(), new ProofTask<>(verifier, input.context(verifier.kind())));
      for (Table<?, ?> table : verifier.tables()) {
        for (String key : table.unreadable(input.tables()).keySet()) {
          judged.fault(new EpochFault.OfRow(table.name(), key, EpochFault.UNREADABLE_ROW));
        }
      }
    }
    try (partitions) {
      input.evidence().forEach(this::take);
      takeSlice();
      clones.finish();
      addStates();
    }
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < partitions.count(); i++) {
      int partition = i;
      tasks.add(() -> {
        judge(partition);
        return null;
      });
    }
    workers.run(tasks);
    return judged.finish(proofs, input.before().proofs());
  }

  private void take(LoggedReport logged) throws IOException {
    slice.add(logged);
    sliceBytes += logged.getReport().getBody().size();
    if (slice.size() == SLICE || sliceBytes >= SLICE_BYTES) {
      takeSlice();
    }
  }

  private void takeSlice() throws IOException {
    List<Callable<List<Parsed>>> tasks = new ArrayList<>();
    int part = (slice.size() + threads - 1) / threads;
    for (int from = 0; from < slice.size(); from += part) {
      List<LoggedReport> some = slice.subList(from, Math.min(slice.size(), from + part));
      long first = position + from;
      tasks.add(() -> {
        List<Parsed> parsed = new ArrayList<>(some.size());
        for (LoggedReport logged : some) {
          parsed.add(parse(logged, first + parsed.size()));
        }
        return parsed;
      });
    }
    for (List<Parsed> some : workers.run(tasks)) {
      for (Parsed parsed : some) {
        take(parsed);
        position++;
      }
    }
    slice.clear();
    sliceBytes = 0;
  }

  /** A report of the log: what it parses to if its signature held, and its row or its fault if it was admitted. */
  private record Parsed(
      @Nullable Report report,
      @Nullable ReportId id,
      @Nullable GroupKey group,
      byte @Nullable [] row,
      @Nullable EpochFault fault) {
    static final Parsed NOTHING = new Parsed(null, null, null, null, null);
  }

  private Parsed parse(LoggedReport logged, long place) throws IOException {
    boolean admitted = logged.getRefusal().isEmpty();
    if (!admitted && !logged.getRefusal().equals(ReportReasons.REPLAYED.text())) {
      return Parsed.NOTHING;
    }
    SignedReport signed;
    try {
      signed = SignedReport.of(logged.getReport());
    } catch (MalformedReportException e) {
      throw new IOException(
          "report " + (place + 1) + " of the log was read once and does not parse", e);
    }
    Report report = signed.report();
    ReportId id = signed.id(input.policy().network());
    if (!admitted) {
      return new Parsed(report, id, null, null, null);
    }
    EpochFault fault;
    ProofTask<?> proof = proofs.get(report.kind());
    if (proof == null) {
      fault = fault(report, id, EpochFault.NO_SUCH_PROOF);
    } else if (!input.policy().provenance().contains(report.provenance())) {
      fault = fault(report, id, EpochFault.PROVENANCE);
    } else {
      Attributed<byte[]> attributed = new Attributed<>(
          id,
          report.device(),
          report.sequence(),
          report.deviceTime(),
          Instant.ofEpochMilli(logged.getReceivedAtMs()),
          place,
          report.provenance(),
          report.evidence());
      try {
        GroupKey group = proof.group(attributed);
        byte[] row = EvidenceRow.of(report.kind(), group, attributed);
        return new Parsed(report, id, group, row, null);
      } catch (MalformedEvidenceException e) {
        fault = fault(report, id, EpochFault.MALFORMED);
      } catch (RuntimeException e) {
        fault = fault(report, id, EpochFault.VERIFIER_FAILED);
        proof.log("failed on report " + id, e);
      }
    }
    return new Parsed(report, id, null, null, fault);
  }

  private static EpochFault fault(Report report, ReportId id, ReasonCode reason) {
    return new EpochFault.OfReport(id, report.device(), report.kind(), reason);
  }

  private void take(Parsed parsed) throws IOException {
    if (parsed.report() == null || parsed.id() == null) {
      return;
    }
    clones.see(parsed.report(), parsed.id(), position);
    if (parsed.row() != null && parsed.group() != null) {
      partitions.add(hash(parsed.report().kind(), parsed.group()), parsed.row());
    } else if (parsed.fault() != null) {
      judged.fault(position, parsed.fault());
    }
  }

  /** A group that has a state is judged even without evidence. */
  private void addStates() throws IOException {
    for (ProofKind kind : proofs.keySet()) {
      for (GroupKey key : input.before().proofs().keys(kind)) {
        partitions.add(hash(kind, key), EvidenceRow.ofState(kind, key));
      }
    }
  }

  private static int hash(ProofKind kind, GroupKey group) {
    return 31 * kind.text().hashCode() + group.text().hashCode();
  }

  private void judge(int partition) throws IOException {
    long memory = partitions.isInMemory() ? Long.MAX_VALUE : sorterMemory;
    try (RowSorter sorter = new RowSorter(folder, memory)) {
      partitions.move(partition, sorter);
      GroupBatch batch = new GroupBatch(judged);
      EvidenceGroup.forEach(sorter.sorted(), group -> {
        if (CloneWatch.isFor(group)) {
          judged.clones(CloneWatch.findings(group, input.policy().admission().maxSkew()));
        } else {
          batch.add(Objects.requireNonNull(proofs.get(group.kind())), group);
        }
      });
      batch.finish();
    }
  }
}
