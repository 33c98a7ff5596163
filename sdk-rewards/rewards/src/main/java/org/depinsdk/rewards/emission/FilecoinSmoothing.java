package org.depinsdk.rewards.emission;

import java.math.BigInteger;

/**
 * Filecoin's estimate of a figure that moves, such as the reward of an epoch: position and velocity, corrected by each
 * observation (alpha-beta filter, {@code runtime/src/builtin/reward/smooth}). All in fixed point Q.128.
 *
 * @param position the estimate
 * @param velocity its change for each epoch
 */
public record FilecoinSmoothing(BigInteger position, BigInteger velocity) {
  /** 9.25e-4. */
  private static final BigInteger ALPHA = new BigInteger("314760000000000000000000000000000000");
  /** 2.84e-7. */
  private static final BigInteger BETA = new BigInteger("96640100000000000000000000000000");

  /**
   * The estimate after an observation.
   *
   * @param observation a whole number
   * @param epochs since the estimate, 1 or more
   * @return the next estimate
   */
  public FilecoinSmoothing next(BigInteger observation, long epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("an observation is 1 epoch later or more, not " + epochs);
    }
    BigInteger elapsed = BigInteger.valueOf(epochs).shiftLeft(FilecoinMath.Q);
    BigInteger expected = position.add(elapsed.multiply(velocity).shiftRight(FilecoinMath.Q));
    BigInteger residual = observation.shiftLeft(FilecoinMath.Q).subtract(expected);
    BigInteger revision = BETA.multiply(residual);
    BigInteger[] parts = revision.divideAndRemainder(elapsed);
    // rounded towards minus infinity, as the actor divides
    BigInteger faster = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return new FilecoinSmoothing(
        expected.add(ALPHA.multiply(residual).shiftRight(FilecoinMath.Q)), velocity.add(faster));
  }
}
