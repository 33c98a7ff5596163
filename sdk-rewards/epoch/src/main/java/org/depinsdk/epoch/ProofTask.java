package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;

/** One proof's work in one epoch: collects the groups of a partition, judges them, keeps what they were worth. */
final class ProofTask<E> {
  private final ProofVerifier<E> verifier;
  private final ProofContext context;
  private final Judge<E> judge;
  private final OwnerShares owners;
  private final TreeMap<GroupKey, List<Attributed<E>>> groups = new TreeMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Contribution> contributions = new ArrayList<>();

  ProofTask(ProofVerifier<E> verifier, ProofContext context) {
    this.verifier = verifier;
    this.context = context;
    this.judge = verifier.prepare(context);
    this.owners = new OwnerShares(context.registry(), context.epoch());
  }

  ProofKind kind() {
    return verifier.kind();
  }

  ScoreType scoreType() {
    return verifier.scoreType();
  }

  void take(SignedReport signed, Instant receivedAt, long position, int partition, int partitions)
      throws MalformedEvidenceException {
    Report report = signed.report();
    Attributed<E> evidence = new Attributed<>(
        signed.id(context.network()),
        report.device(),
        report.sequence(),
        report.deviceTime(),
        receivedAt,
        position,
        report.provenance(),
        verifier.codec().decode(report.evidence()));
    GroupKey group = verifier.groupOf(evidence);
    if (Math.floorMod(group.text().hashCode(), partitions) == partition) {
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(evidence);
    }
  }

  void judgeAndForget() {
    // verifiers are pure, so groups are judged on all processors; what came out stays in the
    // groups' order
    groups.entrySet().parallelStream()
        .map(group -> judge(group.getKey(), group.getValue()))
        .toList()
        .forEach(judged -> {
          verdicts.addAll(judged.verdicts());
          contributions.addAll(judged.contributions());
        });
    groups.clear();
  }

  private record Judged(List<Verdict> verdicts, List<Contribution> contributions) {}

  private Judged judge(GroupKey group, List<Attributed<E>> evidence) {
    evidence.sort(
        Comparator.comparing((Attributed<E> a) -> a.device()).thenComparing(Attributed::sequence));
    List<Verdict> judged =
        judge.judge(group, List.copyOf(evidence), GroupState.EMPTY).verdicts();
    List<Contribution> worth = new ArrayList<>();
    for (Verdict verdict : judged) {
      if (!verdict.kind().equals(verifier.kind()) || !verdict.group().equals(group)) {
        throw new IllegalStateException(
            verifier.getClass().getName() + " gave a verdict of " + verdict.kind() + " in "
                + verdict.group() + " when asked for " + verifier.kind() + " in " + group);
      }
      worth.addAll(owners.split(verdict, part -> scoreOf(verdict, evidence, part)));
    }
    return new Judged(judged, worth);
  }

  // what the device would have scored with the evidence of one owner's time alone
  private long scoreOf(Verdict whole, List<Attributed<E>> evidence, OwnerShares.Part part) {
    List<Attributed<E>> own = evidence.stream()
        .filter(e -> !e.device().equals(whole.device()) || part.contains(e.deviceTime()))
        .toList();
    return judge.judge(whole.group(), own, GroupState.EMPTY).verdicts().stream()
        .filter(v -> v.device().equals(whole.device()))
        .mapToLong(v -> v.score().units())
        .sum();
  }

  List<Verdict> verdicts() {
    return verdicts;
  }

  List<Contribution> contributions() {
    return contributions;
  }
}
