package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;

/**
 * Mints the same in every epoch of a step, and in each step a fixed fraction of the step before, rounded down at every
 * step. DIMO's weekly pool is 1,105,000 tokens times 85/100 for each 52 weeks (DIP-2); Curve's CRV rate is divided by
 * 1.189207115002721024 each year (ERC20CRV.vy).
 *
 * @param initial base units of each epoch of the first step
 * @param fraction what is left after a step, at most 9999/10000, so that the sequence ends soon
 * @param epochsPerStep 1 or more
 */
public record DecayEmission(TokenAmount initial, Fraction fraction, long epochsPerStep)
    implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<DecayEmission> TYPE = EmissionType.of(
      "decay",
      DecayEmission.class,
      "A fraction of the step before (DIMO, Curve).",
      (fields, forms) -> new DecayEmission(
          fields.get("initial", forms.amount(), DecayEmission::initial),
          fields.get("fraction", Fraction.FORM, DecayEmission::fraction),
          fields.get("epochsPerStep", Forms.number(1), DecayEmission::epochsPerStep)));

  private static final Fraction SLOWEST = Fraction.of(9_999, 10_000);

  /** Checks the fraction and the step. */
  public DecayEmission {
    if (fraction.isAbove(SLOWEST)) {
      throw new IllegalArgumentException(
          "a decay is a fraction of 0 to " + SLOWEST + ", not " + fraction);
    }
    if (epochsPerStep < 1) {
      throw new IllegalArgumentException("a step is 1 epoch or more, not " + epochsPerStep);
    }
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
      amount = amount.multiply(fraction.numerator()).divide(fraction.denominator());
    }
    return TokenAmount.of(amount);
  }
}
