package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.emission.EmissionSchedule;

/**
 * The engine in one JVM. It reads the evidence in as many passes as its memory asks for: each pass keeps the groups of one
 * partition, judges them and forgets them, so that no step holds all reports.
 *
 * <pre>{@code
 * EpochOutcome outcome = new LocalEpochEngine(ProofVerifiers.load()).run(input);
 * String root = Hex.encode0x(outcome.distribution().root());
 * }</pre>
 */
public final class LocalEpochEngine implements EpochEngine {
  /** Evidence that is judged in one pass, by default. */
  public static final long DEFAULT_PARTITION_BYTES = 64L << 20;

  private static final Comparator<Verdict> ORDER = Comparator.comparing(Verdict::kind)
      .thenComparing(Verdict::group)
      .thenComparing(Verdict::device);

  private final ProofVerifiers verifiers;
  private final long partitionBytes;

  /**
   * An engine with the default partition size.
   *
   * @param verifiers the proofs that it can judge
   */
  public LocalEpochEngine(ProofVerifiers verifiers) {
    this(verifiers, DEFAULT_PARTITION_BYTES);
  }

  /**
   * An engine.
   *
   * @param verifiers the proofs that it can judge
   * @param partitionBytes how much evidence it may hold at once, about; the outcome does not depend on it
   */
  public LocalEpochEngine(ProofVerifiers verifiers, long partitionBytes) {
    if (partitionBytes < 1) {
      throw new IllegalArgumentException("partitionBytes must be 1 or more, not " + partitionBytes);
    }
    this.verifiers = verifiers;
    this.partitionBytes = partitionBytes;
  }

  /** What the evidence came to, before anything is paid. */
  private record Judged(
      List<Verdict> verdicts,
      List<EvidenceFault> faults,
      List<Contribution> contributions,
      List<CloneFinding> clones) {}

  @Override
  public EpochOutcome run(EpochInput input) throws IOException {
    return settle(input, judge(input));
  }

  /** What each device contributed for each of its owners. */
  List<Contribution> contributions(EpochInput input) throws IOException {
    return judge(input).contributions();
  }

  private Judged judge(EpochInput input) throws IOException {
    Withholding withholding = Withholding.of(input);
    List<ProofTask<?>> tasks = tasks(input);
    int partitions = (int) Math.min(4096, 1 + input.evidence().sizeBytes() / partitionBytes);
    List<EvidenceFault> faults = new ArrayList<>();
    List<CloneFinding> clones = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      EvidenceSorter sorter =
          new EvidenceSorter(input.policy(), tasks, partition, partitions, faults);
      input.evidence().forEach(sorter::take);
      tasks.forEach(ProofTask::judgeAndForget);
      clones.addAll(sorter.clones());
    }
    List<Verdict> verdicts = new ArrayList<>();
    List<Contribution> contributions = new ArrayList<>();
    for (ProofTask<?> task : tasks) {
      verdicts.addAll(task.verdicts());
      contributions.addAll(task.contributions());
    }
    withholding.apply(verdicts, contributions);
    Map<ProofKind, ScoreType> types = new TreeMap<>();
    tasks.forEach(task -> types.put(task.kind(), task.scoreType()));
    new Joining(input, withholding, types).apply(verdicts, contributions);
    verdicts.sort(ORDER);
    // the findings of one device stay in their order
    clones.sort(Comparator.comparing(CloneFinding::device));
    return new Judged(verdicts, faults, contributions, clones);
  }

  private List<ProofTask<?>> tasks(EpochInput input) {
    List<ProofTask<?>> tasks = new ArrayList<>();
    for (ProofKind kind : input.policy().proofs().keySet()) {
      tasks.add(new ProofTask<>(verifier(kind), input.context(kind)));
    }
    return tasks;
  }

  @Override
  public void check(NetworkPolicy policy) {
    policy.proofs().keySet().forEach(this::verifier);
  }

  private ProofVerifier<?> verifier(ProofKind kind) {
    return verifiers
        .find(kind)
        .orElseThrow(() -> new IllegalStateException("no verifier for " + kind
            + " on the path, which the policy names; add the jar that provides it"));
  }

  private static EpochOutcome settle(EpochInput input, Judged judged) {
    SettlementState before = input.before();
    EmissionSchedule<?> emission = input.policy().rewards().emission();
    EmissionSchedule.Step<String> step = mint(emission, input);
    Allocation allocation = input
        .policy()
        .rewards()
        .allocate(
            step.minted(),
            before.carried(),
            judged.contributions(),
            input.facts().figures());
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>(before.lifetime());
    allocation
        .perOperator()
        .forEach((operator, amount) -> lifetime.merge(operator, amount, TokenAmount::plus));
    SettlementState after = new SettlementState(
        before.nextEpoch() + 1, step.next(), allocation.carryForward(), lifetime);
    return new EpochOutcome(
        input.epoch(),
        judged.verdicts(),
        judged.faults(),
        allocation,
        after,
        MerkleDistribution.of(lifetime),
        judged.clones());
  }

  /** What the epoch mints, and the emission's next state. */
  static EmissionSchedule.Step<String> mint(EmissionSchedule<?> emission, EpochInput input) {
    String state = input.before().emission();
    try {
      return emission.mintText(state.isEmpty() ? emission.genesisText() : state, input.facts());
    } catch (EmissionException e) {
      throw new IllegalArgumentException(
          "epoch " + input.epoch().index() + " cannot mint: " + e.getMessage(), e);
    }
  }
}
