package org.depinsdk.epoch;

import java.util.Optional;
import java.util.SortedMap;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * Everything beside the judged epoch that decides who gets how much.
 *
 * @param policy compositions, emission and pools
 * @param facts the epoch and its figures
 * @param sanctions who was denied or banned, up to the epoch's close
 * @param before what the epoch in front of this one handed over
 * @param attestations what the attestations of devices are worth in the epoch: verdicts of {@code attestation/1} by device
 * @param minted what is divided instead of what the policy's emission would mint, for the question what another policy had made
 *     of it; the state of the emission stays as it was then
 */
public record SettlementInput(
    NetworkPolicy policy,
    EpochFacts facts,
    SanctionLedger sanctions,
    SettlementState before,
    SortedMap<DeviceId, Verdict> attestations,
    Optional<TokenAmount> minted) {

  /**
   * The settlement that belongs to an epoch's input.
   *
   * @param input an epoch
   * @return minted by its policy
   */
  public static SettlementInput of(EpochInput input) {
    return new SettlementInput(
        input.policy(),
        input.facts(),
        input.sanctions(),
        input.before(),
        AttestationStep.verdicts(input),
        Optional.empty());
  }

  /**
   * The same settlement from another state.
   *
   * @param other what the epoch starts from
   * @return an input that differs in nothing else
   */
  public SettlementInput with(SettlementState other) {
    return new SettlementInput(policy, facts, sanctions, other, attestations, minted);
  }

  /**
   * The epoch that is settled.
   *
   * @return that of the facts
   */
  public Epoch epoch() {
    return facts.epoch();
  }
}
