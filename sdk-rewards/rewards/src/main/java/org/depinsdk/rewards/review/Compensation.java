package org.depinsdk.rewards.review;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.policy.PolicyBook;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * What a correction of past epochs owes: each operator that would have been paid more gets the difference on top of its
 * lifetime total, and a new root says so. Nobody's total is lowered: what was paid too much stays paid, and is shown.
 *
 * @param operators what was paid and what should have been, by operator whose sum changes; unmodifiable
 * @param topUps what is owed, by operator; unmodifiable
 * @param total the sum of what is owed; new tokens, or the treasury's
 * @param overpaid the sum of what was paid too much
 * @param carriedOn what the corrected epochs carry forward, by pool; unmodifiable
 * @param distribution the new lifetime totals
 */
public record Compensation(
    SortedMap<OperatorId, Difference> operators,
    SortedMap<OperatorId, TokenAmount> topUps,
    TokenAmount total,
    TokenAmount overpaid,
    SortedMap<String, TokenAmount> carriedOn,
    MerkleDistribution distribution) {
  /** Copies. */
  public Compensation {
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    topUps = Collections.unmodifiableSortedMap(new TreeMap<>(topUps));
    carriedOn = Collections.unmodifiableSortedMap(new TreeMap<>(carriedOn));
  }

  /**
   * Divides corrected epochs again, by the policies that were in force.
   *
   * @param corrected the epochs with their corrected contributions and what was paid, in the order of time and without a
   *     gap
   * @param policies the policies
   * @param carriedIn what was carried into the first of the epochs
   * @param lifetimeTotals what each operator has earned up to now, by the root that is in force
   * @return what is owed, and the new totals
   */
  public static Compensation of(
      List<PastEpoch> corrected,
      PolicyBook policies,
      SortedMap<String, TokenAmount> carriedIn,
      SortedMap<OperatorId, TokenAmount> lifetimeTotals) {
    return of(corrected, policies::inForce, carriedIn, lifetimeTotals);
  }

  /**
   * Divides corrected epochs again, each by a policy of its own.
   *
   * @param corrected the epochs with their corrected contributions and what was paid, in the order of time and without a
   *     gap
   * @param policyOfEpoch the policy that was in force in the epoch of an index
   * @param carriedIn what was carried into the first of the epochs
   * @param lifetimeTotals what each operator has earned up to now, by the root that is in force
   * @return what is owed, and the new totals
   */
  public static Compensation of(
      List<PastEpoch> corrected,
      LongFunction<RewardPolicy> policyOfEpoch,
      SortedMap<String, TokenAmount> carriedIn,
      SortedMap<OperatorId, TokenAmount> lifetimeTotals) {
    TreeMap<OperatorId, Difference> differences = new TreeMap<>();
    SortedMap<String, TokenAmount> carried = carriedIn;
    for (PastEpoch epoch : corrected) {
      Allocation allocation = policyOfEpoch
          .apply(epoch.facts().epoch().index())
          .allocate(
              epoch.minted(), carried, epoch.contributions(), epoch.facts().figures());
      carried = allocation.carryForward();
      WhatIf.add(epoch.paid(), allocation.perOperator(), differences);
    }
    differences.values().removeIf(difference -> difference.change().signum() == 0);
    TreeMap<OperatorId, TokenAmount> topUps = new TreeMap<>();
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>(lifetimeTotals);
    TokenAmount total = TokenAmount.ZERO;
    BigInteger overpaid = BigInteger.ZERO;
    for (var entry : differences.entrySet()) {
      BigInteger change = entry.getValue().change();
      if (change.signum() > 0) {
        TokenAmount topUp = TokenAmount.of(change);
        topUps.put(entry.getKey(), topUp);
        totals.merge(entry.getKey(), topUp, TokenAmount::plus);
        total = total.plus(topUp);
      } else {
        overpaid = overpaid.subtract(change);
      }
    }
    return new Compensation(
        differences,
        topUps,
        total,
        TokenAmount.of(overpaid),
        carried,
        MerkleDistribution.of(totals));
  }
}
