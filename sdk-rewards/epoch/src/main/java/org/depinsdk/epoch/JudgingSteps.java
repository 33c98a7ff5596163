package org.depinsdk.epoch;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Table;

/**
 * The steps of which every engine is made. Each is a pure function of the epoch's input and of what the step before it gave, so
 * that it may run on any thread or machine, and run again. An engine
 *
 * <ol>
 *   <li>takes the rows that are there {@linkplain #begin before} any report,
 *   <li>{@linkplain #read reads} each report of the log and {@linkplain ReportRows makes} rows of it,
 *   <li>brings the rows of each group together ({@link GroupRows#partition}) and {@linkplain #judge judges} them,
 *   <li>collects what was judged in {@link JudgedRows}.
 * </ol>
 *
 * <p>In the end every row has been taken exactly once. May be used by several threads.
 */
public final class JudgingSteps {
  private final EpochInput input;
  private final Map<ProofKind, ProofTask<?>> proofs = new TreeMap<>();

  /**
   * The steps of one epoch.
   *
   * @param input everything that decides the outcome; its evidence is not read here
   * @param verifiers the proofs that can be judged
   * @throws IllegalArgumentException if the policy names a proof without a verifier
   */
  public JudgingSteps(EpochInput input, ProofVerifiers verifiers) {
    this.input = input;
    for (ProofKind kind : input.policy().proofs().keySet()) {
      ProofVerifier<?> verifier = verifiers
          .find(kind)
          .orElseThrow(() -> new IllegalArgumentException(PolicyCheck.noVerifier(kind)));
      proofs.put(kind, new ProofTask<>(verifier, input.context(kind)));
    }
  }

  EpochInput input() {
    return input;
  }

  Map<ProofKind, ProofTask<?>> proofs() {
    return proofs;
  }

  /**
   * The rows that are there before any report: a group that has a state is judged even without evidence.
   *
   * @param evidence takes rows to be judged
   * @param judged takes faults of tables
   * @throws IOException if a row cannot be kept
   */
  public void begin(RowConsumer evidence, RowConsumer judged) throws IOException {
    for (Map.Entry<ProofKind, ProofTask<?>> proof : proofs.entrySet()) {
      for (Table<?, ?> table : proof.getValue().tables()) {
        for (String key : table.unreadable(input.tables()).keySet()) {
          judged.add(JudgedRow.fault(
              0, new EpochFault.OfRow(table.name(), key, EpochFault.UNREADABLE_ROW)));
        }
      }
      for (GroupKey key : input.before().proofs().keys(proof.getKey())) {
        evidence.add(EvidenceRow.ofState(proof.getKey(), key));
      }
    }
  }

  /**
   * Reads one report.
   *
   * @param logged as it was logged
   * @param position its place in the log, from 0
   * @return what it comes to, for {@link ReportRows}
   * @throws IOException if it was admitted and does not parse
   */
  public ReadReport read(LoggedReport logged, long position) throws IOException {
    if (!isNeeded(logged)) {
      return new ReadReport(position, null, null, null, null);
    }
    try {
      return read(logged, SignedReport.of(logged.getReport()), position);
    } catch (MalformedReportException e) {
      throw new IOException(
          "report " + (position + 1) + " of the log was read once and does not parse", e);
    }
  }

  /** What was refused says nothing, unless its signature held. */
  private static boolean isNeeded(LoggedReport logged) {
    return logged.getRefusal().isEmpty()
        || logged.getRefusal().equals(ReportReasons.REPLAYED.text());
  }

  /**
   * Reads one report that was parsed before.
   *
   * @param logged as it was logged
   * @param signed what it parses to
   * @param position its place in the log, from 0
   * @return what it comes to, for {@link ReportRows}
   */
  public ReadReport read(LoggedReport logged, SignedReport signed, long position) {
    if (!isNeeded(logged)) {
      return new ReadReport(position, null, null, null, null);
    }
    boolean admitted = logged.getRefusal().isEmpty();
    Report report = signed.report();
    ReportId id = signed.id(input.policy().network());
    if (!admitted) {
      return new ReadReport(position, report, id, null, null);
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
          position,
          report.provenance(),
          report.evidence());
      try {
        byte[] row = EvidenceRow.of(report.kind(), proof.group(attributed), attributed);
        return new ReadReport(position, report, id, row, null);
      } catch (MalformedEvidenceException e) {
        fault = fault(report, id, EpochFault.MALFORMED);
      } catch (RuntimeException e) {
        fault = fault(report, id, EpochFault.VERIFIER_FAILED);
        proof.log("failed on report " + id, e);
      }
    }
    return new ReadReport(position, report, id, null, fault);
  }

  private static EpochFault fault(Report report, ReportId id, ReasonCode reason) {
    return new EpochFault.OfReport(id, report.device(), report.kind(), reason);
  }

  /**
   * Judges whole groups.
   *
   * @param rows all rows of each group of which it holds one; nothing is added to it afterwards
   * @param judged takes rows for {@link JudgedRows}
   * @throws IOException if a row cannot be read or kept
   */
  public void judge(GroupRows rows, RowConsumer judged) throws IOException {
    GroupBatch batch = new GroupBatch(judged);
    judge(rows.sorted(), batch);
    batch.finish();
  }

  /** Judges whole groups, some of them when the batch is finished. */
  void judge(SortedRows rows, GroupBatch batch) throws IOException {
    EvidenceGroup.forEach(rows, group -> {
      if (CloneWatch.isFor(group)) {
        CloneWatch.judge(group, input.policy().admission().maxSkew(), batch.judged());
      } else {
        batch.add(Objects.requireNonNull(proofs.get(group.kind())), group);
      }
    });
  }
}
