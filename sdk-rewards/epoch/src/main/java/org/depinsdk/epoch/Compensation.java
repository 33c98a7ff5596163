package org.depinsdk.epoch;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * A correction applied to bundles: what it owes, and the new cumulative root. {@link CompensationFiles} are what anyone who has the
 * bundles can recompute it with.
 *
 * <p>Each operator that would have been paid more gets the difference on top of its lifetime total. A cumulative distribution
 * takes nothing back: who was paid too much keeps its total, and is named with the amount; that sum is what the compensation
 * costs beyond the epochs' own tokens. Earlier compensations count: what they corrected stays corrected, and what they paid is
 * not paid again.
 */
public final class Compensation {
  private final Correction correction;
  private final List<RecordedEpoch> epochs;
  private final List<Change> changes;
  private final SortedMap<OperatorId, Difference> operators;
  private final SettlementState before;
  private final SettlementState after;
  private final MerkleDistribution distribution;

  /**
   * What a correction changed.
   *
   * @param epoch in which epoch
   * @param device whose verdict
   * @param operator whose part of a quantity; empty for an attribute of the device
   * @param kind of which proof
   * @param recordedUnits what was counted
   * @param correctedUnits what should have been counted
   * @param reason as the correction gives it
   */
  public record Change(
      long epoch,
      DeviceId device,
      Optional<OperatorId> operator,
      ProofKind kind,
      long recordedUnits,
      long correctedUnits,
      String reason) {}

  Compensation(
      Correction correction,
      List<RecordedEpoch> epochs,
      List<Change> changes,
      SortedMap<OperatorId, Difference> operators,
      SettlementState before,
      SortedMap<String, TokenAmount> carried) {
    this.correction = correction;
    this.epochs = List.copyOf(epochs);
    this.changes = List.copyOf(changes);
    this.operators = Collections.unmodifiableSortedMap(operators);
    this.before = before;
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>(before.lifetime());
    topUps().forEach((operator, amount) -> lifetime.merge(operator, amount, TokenAmount::plus));
    this.after = new SettlementState(
        before.nextEpoch(), before.emission(), carried, lifetime, before.proofs());
    this.distribution = MerkleDistribution.of(lifetime);
  }

  /**
   * Corrects epochs and divides them again, each under the policy of its bundle.
   *
   * @param run the epochs up to the newest that is settled, whose lifetime totals are the root in force; those before the first
   *     corrected one are not needed
   * @param correction what was wrong
   * @return what is owed
   * @throws EncodingException if the correction does not fit the bundles; the message names the entry and why
   * @throws BundleException if a bundle cannot be read
   */
  public static Compensation of(RecordedRun run, Correction correction)
      throws EncodingException, BundleException {
    return CorrectedRun.divide(run, correction);
  }

  /**
   * What was corrected.
   *
   * @return as the correction file has it
   */
  public Correction correction() {
    return correction;
  }

  /**
   * What the corrections changed.
   *
   * @return in the order of the correction
   */
  public List<Change> changes() {
    return changes;
  }

  /**
   * The epochs that were divided again: from the first corrected one to the newest.
   *
   * @return in the order of time
   */
  public List<RecordedEpoch> epochs() {
    return epochs;
  }

  /**
   * What was paid for the epochs, earlier compensations included, and what should have been.
   *
   * @return by operator whose sum changes, unmodifiable
   */
  public SortedMap<OperatorId, Difference> operators() {
    return operators;
  }

  /**
   * What is owed.
   *
   * @return by operator that is owed something
   */
  public SortedMap<OperatorId, TokenAmount> topUps() {
    SortedMap<OperatorId, TokenAmount> topUps = new TreeMap<>();
    operators.forEach((operator, difference) -> {
      if (!difference.gain().isZero()) {
        topUps.put(operator, difference.gain());
      }
    });
    return topUps;
  }

  /**
   * The sum of what is owed: new tokens, or the treasury's.
   *
   * @return base units
   */
  public TokenAmount total() {
    return topUps().values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /**
   * The sum of what was paid too much, and stays paid.
   *
   * @return base units
   */
  public TokenAmount overpaid() {
    return operators.values().stream()
        .map(Difference::loss)
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /**
   * The new lifetime totals.
   *
   * @return the distribution to publish
   */
  public MerkleDistribution distribution() {
    return distribution;
  }

  /** The state in force. */
  SettlementState before() {
    return before;
  }

  /**
   * The state from which the next epoch goes on: the one in force, with the top-ups in the lifetime totals and with what the
   * corrected epochs carry forward.
   *
   * @return the state
   */
  public SettlementState after() {
    return after;
  }
}
