package org.depinsdk.rewards.preset;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.depinsdk.rewards.TokenAmount;

/**
 * The rules between Helium's reward oracles and a claim on its chain (helium-program-library, {@code mobile emissions},
 * {@code lazy-distributor} and {@code circuit-breaker}), each an exact function of integers.
 */
public final class HeliumClaims {
  private HeliumClaims() {}

  /**
   * What an epoch issues to one sub-network, since HIP-149.
   *
   * @param serviceProvider 24 percent of all, at most what was issued
   * @param data what is left
   */
  public record Split(TokenAmount serviceProvider, TokenAmount data) {}

  /**
   * Splits what was issued ({@code emissions_split.rs}).
   *
   * @param total the epoch's rewards, delegators' and overflow included
   * @param issued what of them came to the rewarder
   * @return two parts that sum to what was issued
   */
  public static Split split(TokenAmount total, TokenAmount issued) {
    TokenAmount serviceProvider = total.mulDiv(24, 100).min(issued);
    return new Split(serviceProvider, issued.minus(serviceProvider));
  }

  /**
   * What above the deployers' cap goes to stakers ({@code backstop.rs}).
   *
   * @param deployers what deployers would get
   * @param cap the most they get; zero where there is no price, and then no cap
   * @param escrow the most that can be moved
   * @return base units
   */
  public static TokenAmount overflow(TokenAmount deployers, TokenAmount cap, TokenAmount escrow) {
    return cap.isZero() ? TokenAmount.ZERO : deployers.minusOrZero(cap).min(escrow);
  }

  /**
   * The council's cut of the supplement: 1.25 percent, rounded down ({@code supplement.rs}).
   *
   * @param amount of the supplement
   * @return base units
   */
  public static TokenAmount councilCut(TokenAmount amount) {
    return amount.mulDiv(125, 10_000);
  }

  /**
   * What a claim pays: the upper median of what the oracles say was earned in all, less what was paid ({@code
   * distribute/common.rs}).
   *
   * @param oracles how many oracles there are, 1 or more
   * @param lifetimes what those that voted say
   * @param paid what was paid before
   * @return base units; empty where fewer than half of the oracles voted, or where more was paid than is owed
   */
  public static Optional<TokenAmount> due(
      int oracles, List<TokenAmount> lifetimes, TokenAmount paid) {
    if (lifetimes.isEmpty() || lifetimes.size() < (oracles + 1) / 2) {
      return Optional.empty();
    }
    TokenAmount median = lifetimes.stream().sorted().toList().get(lifetimes.size() / 2);
    return median.compareTo(paid) < 0 ? Optional.empty() : Optional.of(median.minus(paid));
  }

  /**
   * A limit on what leaves an escrow in a sliding window ({@code window.rs}): what left decays linearly.
   *
   * @param windowSeconds length, 1 or more
   * @param threshold the most within a window
   * @param last what had left when it last changed
   * @param lastSeconds when that was
   */
  public record CircuitBreaker(
      long windowSeconds, TokenAmount threshold, TokenAmount last, long lastSeconds) {
    /**
     * What still counts.
     *
     * @param nowSeconds not before it last changed
     * @return base units, rounded down
     * @throws IllegalArgumentException if the clock runs backwards
     */
    public TokenAmount counted(long nowSeconds) {
      if (nowSeconds < lastSeconds) {
        throw new IllegalArgumentException(
            "nowSeconds must not be before " + lastSeconds + ", not " + nowSeconds);
      }
      long left = windowSeconds - Math.min(windowSeconds, nowSeconds - lastSeconds);
      return last.mulDiv(left, windowSeconds);
    }

    /**
     * Lets an amount out.
     *
     * @param amount how much
     * @param nowSeconds when, not before it last changed
     * @return the breaker afterwards; empty where it would be above the threshold
     */
    public Optional<CircuitBreaker> take(TokenAmount amount, long nowSeconds) {
      TokenAmount all = counted(nowSeconds).plus(amount);
      return all.compareTo(threshold) > 0
          ? Optional.empty()
          : Optional.of(new CircuitBreaker(windowSeconds, threshold, all, nowSeconds));
    }
  }

  /**
   * Which epochs a delegator has claimed, in any order ({@code state.rs}): all up to one, and of the 128 after it those whose
   * bit is set, the first at bit 127.
   *
   * @param lastClaimed the last epoch up to which all are claimed
   * @param bitmap of the epochs after it
   */
  public record ClaimedEpochs(long lastClaimed, BigInteger bitmap) {
    private static final int BITS = 128;

    /**
     * Claims an epoch.
     *
     * @param epoch after the last, at most 128 epochs
     * @return what is claimed afterwards; empty where the epoch is claimed already or too far away
     */
    public Optional<ClaimedEpochs> claim(long epoch) {
      long distance = epoch - lastClaimed;
      if (distance < 1 || distance > BITS || bitmap.testBit((int) (BITS - distance))) {
        return Optional.empty();
      }
      BigInteger bits = bitmap.setBit((int) (BITS - distance));
      long last = lastClaimed;
      while (bits.testBit(BITS - 1)) {
        bits = bits.clearBit(BITS - 1).shiftLeft(1);
        last++;
      }
      return Optional.of(new ClaimedEpochs(last, bits));
    }
  }
}
