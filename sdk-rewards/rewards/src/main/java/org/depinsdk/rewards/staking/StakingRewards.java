package org.depinsdk.rewards.staking;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * Streams rewards to stakers by the second in proportion to their stakes, with one accumulator for all of them: Synthetix'
 * {@code StakingRewards.sol}, to the last unit.
 *
 * <p>Every method takes the instant at which it happens; instants never go back. What rounding leaves stays in the pool, as
 * in the contract: up to one unit for each second of the duration. Not thread-safe.
 */
public final class StakingRewards {
  private static final BigInteger ONE = BigInteger.TEN.pow(18);

  private final long duration;
  private final TreeMap<OperatorId, Account> accounts = new TreeMap<>();
  private BigInteger totalStake = BigInteger.ZERO;
  private BigInteger rate = BigInteger.ZERO;
  private BigInteger perToken = BigInteger.ZERO;
  private long finish;
  private long updated;

  private static final class Account {
    private BigInteger stake = BigInteger.ZERO;
    private BigInteger paidPerToken = BigInteger.ZERO;
    private BigInteger stored = BigInteger.ZERO;
  }

  /**
   * An empty pool.
   *
   * @param duration for how long each funding is streamed, whole seconds, 1 or more
   */
  public StakingRewards(Duration duration) {
    if (duration.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "a funding is streamed over 1 second or more, not " + duration);
    }
    this.duration = duration.toSeconds();
  }

  /**
   * Adds to a stake.
   *
   * @param who the staker
   * @param amount how much
   * @param at when
   */
  public void stake(OperatorId who, TokenAmount amount, Instant at) {
    Account account = update(who, at);
    account.stake = account.stake.add(amount.toBigInteger());
    totalStake = totalStake.add(amount.toBigInteger());
  }

  /**
   * Takes from a stake.
   *
   * @param who the staker
   * @param amount at most its stake
   * @param at when
   */
  public void withdraw(OperatorId who, TokenAmount amount, Instant at) {
    Account account = update(who, at);
    if (account.stake.compareTo(amount.toBigInteger()) < 0) {
      throw new IllegalArgumentException(
          who + " has staked " + account.stake + " and cannot withdraw " + amount);
    }
    account.stake = account.stake.subtract(amount.toBigInteger());
    totalStake = totalStake.subtract(amount.toBigInteger());
  }

  /**
   * Funds the pool; what is not streamed yet is streamed together with it, over the duration from now on.
   *
   * @param reward how much
   * @param at when
   */
  public void fund(TokenAmount reward, Instant at) {
    settle(at);
    long now = at.getEpochSecond();
    BigInteger left =
        now >= finish ? BigInteger.ZERO : rate.multiply(BigInteger.valueOf(finish - now));
    rate = reward.toBigInteger().add(left).divide(BigInteger.valueOf(duration));
    updated = now;
    finish = now + duration;
  }

  /**
   * Pays out what a staker has earned.
   *
   * @param who the staker
   * @param at when
   * @return what is paid
   */
  public TokenAmount claim(OperatorId who, Instant at) {
    Account account = update(who, at);
    TokenAmount paid = TokenAmount.of(account.stored);
    account.stored = BigInteger.ZERO;
    return paid;
  }

  /**
   * What a staker has earned and not been paid.
   *
   * @param who any account
   * @param at when
   * @return base units
   */
  public TokenAmount earned(OperatorId who, Instant at) {
    Account account = accounts.getOrDefault(who, new Account());
    return TokenAmount.of(earned(account, rewardPerToken(at)));
  }

  /**
   * The accumulator: what one staked token has earned since the beginning, in 18 decimals.
   *
   * @param at when
   * @return the figure
   */
  public BigInteger rewardPerToken(Instant at) {
    if (totalStake.signum() == 0) {
      return perToken;
    }
    long seconds = Math.max(0, Math.min(at.getEpochSecond(), finish) - updated);
    return perToken.add(
        BigInteger.valueOf(seconds).multiply(rate).multiply(ONE).divide(totalStake));
  }

  /**
   * What is streamed in each second.
   *
   * @return base units
   */
  public TokenAmount rewardRate() {
    return TokenAmount.of(rate);
  }

  private static BigInteger earned(Account account, BigInteger perToken) {
    return account
        .stake
        .multiply(perToken.subtract(account.paidPerToken))
        .divide(ONE)
        .add(account.stored);
  }

  private Account update(OperatorId who, Instant at) {
    settle(at);
    Account account = accounts.computeIfAbsent(who, w -> new Account());
    account.stored = earned(account, perToken);
    account.paidPerToken = perToken;
    return account;
  }

  private void settle(Instant at) {
    perToken = rewardPerToken(at);
    updated = Math.max(updated, Math.min(at.getEpochSecond(), finish));
  }
}
