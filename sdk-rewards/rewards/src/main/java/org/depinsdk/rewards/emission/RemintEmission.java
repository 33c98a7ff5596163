package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import org.depinsdk.rewards.TokenAmount;

/**
 * Mints a part of what the epoch burned, up to a cap; the rest stays burned. Hivemapper's MIP-15 re-mints 25% of a week's
 * burned HONEY, at most 500,000. Needs the figure {@link EpochFacts#BURNED}.
 *
 * @param fraction the part that is minted again, at most 1
 * @param cap the most that an epoch mints
 */
public record RemintEmission(Fraction fraction, TokenAmount cap) implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<RemintEmission> TYPE = EmissionType.of(
      "remint",
      RemintEmission.class,
      "A part of what was burned, at most a cap (Hivemapper).",
      (fields, forms) -> new RemintEmission(
          fields.get("fraction", Fraction.FORM, RemintEmission::fraction),
          fields.get("cap", forms.amount(), RemintEmission::cap)));

  /** Checks the part. */
  public RemintEmission {
    if (fraction.isAbove(Fraction.of(1, 1))) {
      throw new IllegalArgumentException("a part is 0 to 1, not " + fraction);
    }
  }

  @Override
  public TokenAmount minted(EpochFacts facts) throws EmissionException {
    BigInteger burned = facts.require(EpochFacts.BURNED);
    return TokenAmount.of(burned)
        .mulDiv(fraction.numerator(), fraction.denominator())
        .min(cap);
  }

  @Override
  public Set<String> figures() {
    return Set.of(EpochFacts.BURNED);
  }
}
