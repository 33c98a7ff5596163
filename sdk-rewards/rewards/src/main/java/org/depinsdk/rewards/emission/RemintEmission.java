package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;

/**
 * Mints a part of what the epoch burned, up to a cap; the rest stays burned. Hivemapper's MIP-15 re-mints 25% of a week's
 * burned HONEY, at most 500,000. Needs the figure {@link EpochFacts#BURNED}.
 *
 * @param numerator of the part that is minted again
 * @param denominator of the part, 1 or more and at least the numerator
 * @param cap the most that an epoch mints
 */
public record RemintEmission(long numerator, long denominator, TokenAmount cap)
    implements Stateless {
  /** Checks the part. */
  public RemintEmission {
    if (numerator < 0 || denominator < 1 || numerator > denominator) {
      throw new IllegalArgumentException("a part is 0 to 1, not " + numerator + "/" + denominator);
    }
  }

  @Override
  public TokenAmount minted(EpochFacts facts) throws EmissionException {
    BigInteger burned = facts.require(EpochFacts.BURNED);
    return TokenAmount.of(burned).mulDiv(numerator, denominator).min(cap);
  }
}
