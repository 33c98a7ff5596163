package org.depinsdk.epoch;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.MalformedEvidenceException;

/** Hands each admitted report of one partition to the proof that judges it, and notes those that none can judge. */
final class EvidenceSorter {
  private final NetworkPolicy policy;
  private final Map<ProofKind, ProofTask<?>> tasks = new HashMap<>();
  private final int partition;
  private final int partitions;
  private final List<EvidenceFault> faults;
  private final CloneWatch clones;
  private long position;

  EvidenceSorter(
      NetworkPolicy policy,
      List<ProofTask<?>> tasks,
      int partition,
      int partitions,
      List<EvidenceFault> faults) {
    this.policy = policy;
    tasks.forEach(task -> this.tasks.put(task.kind(), task));
    this.partition = partition;
    this.partitions = partitions;
    this.faults = faults;
    this.clones = new CloneWatch(policy.network(), partition, partitions);
  }

  List<CloneFinding> clones() {
    return clones.findings();
  }

  void take(LoggedReport logged) {
    long place = position++;
    boolean admitted = logged.getRefusal().isEmpty();
    if (!admitted && !logged.getRefusal().equals(ReportReasons.REPLAYED.text())) {
      return;
    }
    SignedReport signed;
    try {
      signed = SignedReport.of(logged.getReport());
    } catch (MalformedReportException e) {
      throw new IllegalStateException("the log holds a report that was read and does not parse", e);
    }
    clones.see(signed);
    if (!admitted) {
      return;
    }
    Report report = signed.report();
    ProofTask<?> task = tasks.get(report.kind());
    if (task == null) {
      fault(signed, EvidenceFault.NO_SUCH_PROOF, "the policy has no proof " + report.kind());
    } else if (!policy.provenance().contains(report.provenance())) {
      fault(signed, EvidenceFault.PROVENANCE, report.provenance() + " does not count here");
    } else {
      try {
        task.take(
            signed, Instant.ofEpochMilli(logged.getReceivedAtMs()), place, partition, partitions);
      } catch (MalformedEvidenceException e) {
        fault(signed, EvidenceFault.MALFORMED, String.valueOf(e.getMessage()));
      }
    }
  }

  // each report is seen in every pass; its fault is noted in the first
  private void fault(SignedReport signed, ReasonCode reason, String detail) {
    if (partition == 0) {
      Report report = signed.report();
      faults.add(new EvidenceFault(
          signed.id(policy.network()), report.device(), report.kind(), reason, detail));
    }
  }
}
