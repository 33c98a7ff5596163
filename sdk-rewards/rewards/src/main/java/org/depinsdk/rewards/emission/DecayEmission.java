package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;

/**
 * Mints the same in every epoch of a step, and in each step a fixed fraction of the step before, rounded down at every
 * step. DIMO's weekly pool is 1,105,000 tokens times 85/100 for each 52 weeks (DIP-2); Curve's CRV rate is divided by
 * 1.189207115002721024 each year (ERC20CRV.vy).
 *
 * @param initial base units of each epoch of the first step
 * @param numerator of the fraction, 0 or more
 * @param denominator of the fraction; the fraction is at most 9999/10000, so that the sequence ends soon
 * @param epochsPerStep 1 or more
 */
public record DecayEmission(
    TokenAmount initial, BigInteger numerator, BigInteger denominator, long epochsPerStep)
    implements Stateless {
  private static final BigInteger SLOWEST_NUMERATOR = BigInteger.valueOf(9_999);
  private static final BigInteger SLOWEST_DENOMINATOR = BigInteger.valueOf(10_000);

  /** Checks the fraction and the step. */
  public DecayEmission {
    if (numerator.signum() < 0
        || denominator.signum() <= 0
        || denominator.bitLength() > TokenAmount.BITS
        || numerator
                .multiply(SLOWEST_DENOMINATOR)
                .compareTo(denominator.multiply(SLOWEST_NUMERATOR))
            > 0) {
      throw new IllegalArgumentException(
          "a decay is a fraction of 0 to 9999/10000, not " + numerator + "/" + denominator);
    }
    if (epochsPerStep < 1) {
      throw new IllegalArgumentException("a step is 1 epoch or more, not " + epochsPerStep);
    }
  }

  /**
   * A decay with small numbers.
   *
   * @param initial base units of each epoch of the first step
   * @param numerator of the fraction
   * @param denominator of the fraction
   * @param epochsPerStep 1 or more
   * @return the schedule
   */
  public static DecayEmission of(
      TokenAmount initial, long numerator, long denominator, long epochsPerStep) {
    return new DecayEmission(
        initial, BigInteger.valueOf(numerator), BigInteger.valueOf(denominator), epochsPerStep);
  }

  @Override
  public TokenAmount minted(EpochFacts facts) {
    return at(facts.epoch().index());
  }

  /**
   * What one epoch mints.
   *
   * @param epoch its index, 0 or more
   * @return the amount
   */
  public TokenAmount at(long epoch) {
    BigInteger amount = initial.toBigInteger();
    for (long step = epoch / epochsPerStep; step > 0 && amount.signum() > 0; step--) {
      amount = amount.multiply(numerator).divide(denominator);
    }
    return TokenAmount.of(amount);
  }
}
