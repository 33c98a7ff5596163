package org.depinsdk.rewards.review;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * Past epochs under another policy: what each operator was paid and what it would have been paid.
 *
 * @param policy the other policy
 * @param operators every operator that was or would have been paid, unmodifiable
 * @param total the sum over all operators
 * @param minted what the epochs minted, and what they would have minted
 * @param carriedIn what was carried into the first of the epochs, which both divide
 * @param carriedOn what the other policy would carry forward from the last of them, by pool; unmodifiable
 */
public record WhatIf(
    RewardPolicy policy,
    SortedMap<OperatorId, Difference> operators,
    Difference total,
    Difference minted,
    TokenAmount carriedIn,
    SortedMap<String, TokenAmount> carriedOn) {
  /** Copies. */
  public WhatIf {
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    carriedOn = Collections.unmodifiableSortedMap(new TreeMap<>(carriedOn));
  }

  /**
   * Divides what the epochs minted by another policy.
   *
   * @param epochs in the order of time; what the policy carries forward goes from one to the next
   * @param policy the other policy; its emission is not used
   * @param carriedIn what was carried into the first of the epochs; for pools that the other policy does not have it
   *     is divided with what is minted
   * @return the differences
   */
  public static WhatIf divided(
      Iterable<PastEpoch> epochs, RewardPolicy policy, SortedMap<String, TokenAmount> carriedIn) {
    Run run = new Run(policy, carriedIn);
    for (PastEpoch epoch : epochs) {
      run.epoch(epoch, epoch.minted());
    }
    return run.result();
  }

  /**
   * Mints by another policy's emission, and divides by it.
   *
   * @param epochs in the order of time
   * @param policy the other policy
   * @param carriedIn what was carried into the first of the epochs
   * @param emissionState the state of its emission before the first of the epochs, as text
   * @return the differences
   * @throws EmissionException where the emission needs a fact that an epoch does not have, or the state is none of its own
   */
  public static WhatIf mintedAndDivided(
      Iterable<PastEpoch> epochs,
      RewardPolicy policy,
      SortedMap<String, TokenAmount> carriedIn,
      String emissionState)
      throws EmissionException {
    Run run = new Run(policy, carriedIn);
    String state = emissionState;
    for (PastEpoch epoch : epochs) {
      EmissionSchedule.Step<String> step = policy.emission().mintText(state, epoch.facts());
      run.epoch(epoch, step.minted());
      state = step.next();
    }
    return run.result();
  }

  private static final class Run {
    private final RewardPolicy policy;
    private final TreeMap<OperatorId, Difference> operators = new TreeMap<>();
    private final TokenAmount carriedIn;
    private SortedMap<String, TokenAmount> carried;
    private Difference minted = Difference.NONE;

    Run(RewardPolicy policy, SortedMap<String, TokenAmount> carriedIn) {
      this.policy = policy;
      this.carried = carriedIn;
      this.carriedIn = sum(carriedIn);
    }

    void epoch(PastEpoch epoch, TokenAmount nowMinted) {
      Allocation allocation = policy.allocate(
          nowMinted, carried, epoch.contributions(), epoch.facts().figures());
      carried = allocation.carryForward();
      minted = minted.plus(new Difference(epoch.minted(), nowMinted));
      add(epoch.paid(), allocation.perOperator(), operators);
    }

    WhatIf result() {
      return new WhatIf(policy, operators, total(operators), minted, carriedIn, carried);
    }
  }

  /**
   * What the other policy would leave to nobody: all that it divides, less what it pays and what it carries on.
   *
   * @return base units
   */
  public TokenAmount unallocated() {
    return minted.after().plus(carriedIn).minus(total.after()).minus(sum(carriedOn));
  }

  private static TokenAmount sum(SortedMap<String, TokenAmount> amounts) {
    return amounts.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  static void add(
      SortedMap<OperatorId, TokenAmount> before,
      SortedMap<OperatorId, TokenAmount> after,
      SortedMap<OperatorId, Difference> differences) {
    before.forEach((who, amount) ->
        differences.merge(who, new Difference(amount, TokenAmount.ZERO), Difference::plus));
    after.forEach((who, amount) ->
        differences.merge(who, new Difference(TokenAmount.ZERO, amount), Difference::plus));
  }

  static Difference total(SortedMap<OperatorId, Difference> differences) {
    return differences.values().stream().reduce(Difference.NONE, Difference::plus);
  }
}
