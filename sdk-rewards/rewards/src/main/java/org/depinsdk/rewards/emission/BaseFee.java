package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;

/**
 * A price of usage that follows demand, all of which is burned (EIP-1559): above the target it rises by at most an eighth,
 * below it falls by at most an eighth, in each step.
 *
 * @param adjustment the largest change is one in so many; EIP-1559: 8
 */
public record BaseFee(long adjustment) {
  /** As EIP-1559 sets it. */
  public static final BaseFee EIP_1559 = new BaseFee(8);

  /** Checks the adjustment. */
  public BaseFee {
    if (adjustment < 1) {
      throw new IllegalArgumentException("an adjustment is 1 or more, not " + adjustment);
    }
  }

  /**
   * The price of the next step.
   *
   * @param fee the price of this step
   * @param target usage at which the price stays, 1 or more
   * @param used usage of this step, 0 or more
   * @return the price, moved by {@code fee * (used - target) / target / adjustment}; it rises by at least one unit
   * @throws ArithmeticException if the price is above {@link TokenAmount#MAX}
   */
  public TokenAmount next(TokenAmount fee, long target, long used) {
    if (target < 1 || used < 0) {
      throw new IllegalArgumentException(
          "a target is 1 or more and usage 0 or more, not " + target + " and " + used);
    }
    BigInteger price = fee.toBigInteger();
    BigInteger change = price
        .multiply(BigInteger.valueOf(Math.abs(used - target)))
        .divide(BigInteger.valueOf(target))
        .divide(BigInteger.valueOf(adjustment));
    if (used > target) {
      return fee.plus(TokenAmount.of(change.max(BigInteger.ONE)));
    }
    return fee.minusOrZero(TokenAmount.of(change));
  }

  /**
   * What a step burns.
   *
   * @param fee the price of the step
   * @param used usage of the step
   * @return price times usage
   */
  public static TokenAmount burned(TokenAmount fee, long used) {
    return fee.times(used);
  }
}
