package org.depinsdk.rewards.staking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * Collateral of operators: bonded, on its way out, and cut if an operator is caught. What is on its way out can still be
 * cut, so that nobody escapes a penalty by leaving; what has waited long enough cannot, whether it was taken out or not, as
 * in Cosmos ({@code SlashUnbondingDelegation}, mature entries). Not thread-safe.
 */
public final class StakeLedger {
  private final Duration unbonding;
  private final TreeMap<OperatorId, TokenAmount> bonded = new TreeMap<>();
  private final TreeMap<OperatorId, List<Vesting.Tranche>> leaving = new TreeMap<>();

  /**
   * An empty ledger.
   *
   * @param unbonding how long a stake is on its way out
   */
  public StakeLedger(Duration unbonding) {
    if (unbonding.isNegative()) {
      throw new IllegalArgumentException("unbonding takes zero or more, not " + unbonding);
    }
    this.unbonding = unbonding;
  }

  /**
   * Adds collateral.
   *
   * @param who the operator
   * @param amount how much
   */
  public void bond(OperatorId who, TokenAmount amount) {
    bonded.merge(who, amount, TokenAmount::plus);
  }

  /**
   * Starts to take collateral out.
   *
   * @param who the operator
   * @param amount at most what is bonded
   * @param at when
   */
  public void unbond(OperatorId who, TokenAmount amount, Instant at) {
    if (amount.compareTo(bonded(who)) > 0) {
      throw new IllegalArgumentException(
          who + " has bonded " + bonded(who) + " and cannot unbond " + amount);
    }
    bonded.put(who, bonded(who).minus(amount));
    List<Vesting.Tranche> tranches = leaving.computeIfAbsent(who, w -> new ArrayList<>());
    tranches.add(new Vesting.Tranche(at.plus(unbonding), amount));
    // a sort that keeps the order of equal instants
    tranches.sort(Comparator.comparing(Vesting.Tranche::at));
  }

  /**
   * Takes out what has waited long enough.
   *
   * @param who the operator
   * @param at when
   * @return what is paid out
   */
  public TokenAmount withdraw(OperatorId who, Instant at) {
    TokenAmount ready = new Vesting.Tranches(leaving.getOrDefault(who, List.of())).vested(at);
    leaving.computeIfPresent(who, (w, tranches) -> {
      List<Vesting.Tranche> waiting = new ArrayList<>(tranches);
      waiting.removeIf(tranche -> !tranche.at().isAfter(at));
      return waiting;
    });
    return ready;
  }

  /**
   * Cuts collateral: first what is bonded, then what is still on its way out, the last to leave first.
   *
   * @param who the operator
   * @param penalty how much
   * @param at when
   * @return what was cut, less than the penalty only where the operator has less
   */
  public TokenAmount slash(OperatorId who, TokenAmount penalty, Instant at) {
    TokenAmount cut = penalty.min(bonded(who));
    bonded.put(who, bonded(who).minus(cut));
    List<Vesting.Tranche> tranches = new ArrayList<>(leaving.getOrDefault(who, List.of()));
    for (int i = tranches.size() - 1; i >= 0 && tranches.get(i).at().isAfter(at); i--) {
      TokenAmount part = penalty.minus(cut).min(tranches.get(i).amount());
      tranches.set(
          i, new Vesting.Tranche(tranches.get(i).at(), tranches.get(i).amount().minus(part)));
      cut = cut.plus(part);
    }
    leaving.put(who, tranches);
    return cut;
  }

  /**
   * What is bonded.
   *
   * @param who any operator
   * @return base units
   */
  public TokenAmount bonded(OperatorId who) {
    return bonded.getOrDefault(who, TokenAmount.ZERO);
  }

  /**
   * What is on its way out.
   *
   * @param who any operator
   * @return base units
   */
  public TokenAmount leaving(OperatorId who) {
    TokenAmount sum = TokenAmount.ZERO;
    for (Vesting.Tranche tranche : leaving.getOrDefault(who, List.of())) {
      sum = sum.plus(tranche.amount());
    }
    return sum;
  }
}
