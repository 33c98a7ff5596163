package org.depinsdk.epoch;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.jspecify.annotations.Nullable;

/**
 * From a judged epoch to amounts: sanctions, compositions, emission, allocation, distribution. One pure function for every
 * engine, for the question what another policy had paid, for compensations and for simulations.
 *
 * <pre>{@code
 * EpochOutcome outcome = Settlement.settle(SettlementInput.of(input), engine.judge(input));
 * }</pre>
 */
public final class Settlement {
  private Settlement() {}

  /**
   * Settles an epoch. One contribution of each device and kind is held in memory, and each amount; verdicts are not.
   *
   * @param input policy, figures, sanctions and the state before
   * @param judged what the evidence came to; read again while the outcome is read
   * @return the outcome, which closes the judged epoch when it is closed
   * @throws IllegalArgumentException if the epoch lacks a figure that the emission asks for
   * @throws java.io.UncheckedIOException if the judged epoch is on a disk that fails
   */
  public static EpochOutcome settle(SettlementInput input, JudgedEpoch judged) {
    EmissionSchedule.Step<String> step = minted(input);
    SanctionStep sanctions = new SanctionStep(input.sanctions(), input.epoch());
    SortedMap<ProofKind, ScoreType> scoreTypes = new TreeMap<>(judged.scoreTypes());
    scoreTypes.put(AttestationStep.KIND, AttestationStep.SCORE);
    CompositionStep compositions =
        new CompositionStep(input.policy().compositions(), scoreTypes, sanctions);
    AttestationStep attestations = new AttestationStep(input.attestations());
    Iterable<List<Contribution>> byDevice = attestations.joined(byDevice(judged.contributions()));
    List<Contribution> contributions = contributions(byDevice, sanctions, compositions);
    SettlementState before = input.before();
    Allocation allocation = input
        .policy()
        .rewards()
        .allocate(step.minted(), before.carried(), contributions, input.facts().figures());
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>(before.lifetime());
    allocation
        .perOperator()
        .forEach((operator, amount) -> lifetime.merge(operator, amount, TokenAmount::plus));
    SettlementState after = new SettlementState(
        before.nextEpoch() + 1, step.next(), allocation.carryForward(), lifetime, judged.states());
    Iterable<Verdict> verdicts = Iterables.mergeSorted(
        List.of(
            judged.verdicts(),
            attestations.verdicts(byDevice),
            compositions.verdicts(byDevice),
            sanctions.verdicts()),
        JudgedEpoch.VERDICTS);
    return new EpochOutcome(
        input.epoch(), judged, verdicts, allocation, after, MerkleDistribution.of(lifetime));
  }

  /** What is divided: without what sanctions withhold, with what compositions make. */
  private static List<Contribution> contributions(
      Iterable<List<Contribution>> byDevice, SanctionStep sanctions, CompositionStep compositions) {
    List<Contribution> contributions = new ArrayList<>();
    for (List<Contribution> ofDevice : byDevice) {
      sanctions.see(ofDevice);
      contributions.addAll(sanctions.paid(ofDevice));
      contributions.addAll(compositions.contributions(ofDevice));
    }
    contributions.removeIf(contribution -> contribution.units() == 0);
    return contributions;
  }

  /**
   * What an epoch mints, and the state of the emission after it.
   *
   * @param input policy, figures and the state before
   * @return the step
   * @throws IllegalArgumentException if the epoch lacks a figure that the emission asks for, or the state is of another
   *     schedule
   */
  static EmissionSchedule.Step<String> minted(SettlementInput input) {
    EmissionSchedule<?> emission = input.policy().rewards().emission();
    String state = input.before().emission();
    if (input.minted().isPresent()) {
      return new EmissionSchedule.Step<>(input.minted().get(), state);
    }
    try {
      return emission.mintText(state.isEmpty() ? emission.genesisText() : state, input.facts());
    } catch (EmissionException e) {
      throw new IllegalArgumentException(
          "epoch " + input.epoch().index() + " cannot mint: " + e.getMessage(), e);
    }
  }

  /** The contributions of each device together. */
  private static Iterable<List<Contribution>> byDevice(Iterable<Contribution> contributions) {
    return () -> new AbstractIterator<>() {
      private final Iterator<Contribution> rest = contributions.iterator();
      private @Nullable Contribution next = rest.hasNext() ? rest.next() : null;

      @Override
      protected @Nullable List<Contribution> computeNext() {
        Contribution first = next;
        if (first == null) {
          return endOfData();
        }
        List<Contribution> ofDevice = new ArrayList<>(1);
        while (next != null && next.device().equals(first.device())) {
          ofDevice.add(next);
          next = rest.hasNext() ? rest.next() : null;
        }
        return ofDevice;
      }
    };
  }
}
