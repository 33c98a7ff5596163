package org.depinsdk.rewards.preset;

import java.time.Duration;
import java.time.Instant;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.staking.Vesting;

/** What Filecoin's reward actor pays the winner of an election, and how it vests (builtin-actors, 2026-07-21). */
public final class FilecoinPayout {
  /** Winners that an epoch has on average; a win is that part of the epoch's reward. */
  public static final int EXPECTED_LEADERS = 5;

  private static final int PENALTY_FACTOR = 3;

  private FilecoinPayout() {}

  /**
   * What a block pays: {@code min(balance, reward * wins / 5 + gas)}.
   *
   * @param balance what the actor has
   * @param reward of the epoch
   * @param wins how often the miner won, 1 or more
   * @param gas what the block's messages paid
   * @return base units
   */
  public static TokenAmount award(
      TokenAmount balance, TokenAmount reward, long wins, TokenAmount gas) {
    return reward.mulDiv(wins, EXPECTED_LEADERS).plus(gas).min(balance);
  }

  /**
   * The penalty that the miner is charged for a block's invalid messages.
   *
   * @param penalty of the messages
   * @return three times that
   */
  public static TokenAmount penalty(TokenAmount penalty) {
    return penalty.times(PENALTY_FACTOR);
  }

  /**
   * What of a block's reward is locked: three quarters, over 180 days by the day, at each half day.
   *
   * @param reward of the block
   * @param at when it was won
   * @return its vesting
   */
  public static Vesting.Tranches locked(TokenAmount reward, Instant at) {
    return Vesting.stepped(
        reward.mulDiv(3, 4), at, Duration.ofDays(180), Duration.ofDays(1), Duration.ofHours(12));
  }
}
