package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import org.depinsdk.rewards.TokenAmount;

/**
 * Mints an amount for each unit of a figure of the epoch, up to a cap: Wingbits' 24 WINGS a day for each active hex, or
 * Render's 75 RENDER an epoch for each node of a compute client, at most the pool (RNP-006).
 *
 * @param figure the name of the epoch's figure
 * @param perUnit base units for one
 * @param cap the most that an epoch mints; {@link TokenAmount#MAX} for no limit
 */
public record PerUnitEmission(String figure, TokenAmount perUnit, TokenAmount cap)
    implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<PerUnitEmission> TYPE = EmissionType.of(
      "per-unit",
      PerUnitEmission.class,
      "An amount for each unit of a figure (Wingbits, Render).",
      (fields, forms) -> new PerUnitEmission(
          fields.get("figure", EpochFacts.FIGURE, PerUnitEmission::figure),
          fields.get("perUnit", forms.amount(), PerUnitEmission::perUnit),
          fields.get("cap", forms.amount(), TokenAmount.MAX, PerUnitEmission::cap)));

  @Override
  public TokenAmount minted(EpochFacts facts) throws EmissionException {
    BigInteger minted = facts.require(figure).multiply(perUnit.toBigInteger());
    return minted.bitLength() > TokenAmount.BITS ? cap : TokenAmount.of(minted).min(cap);
  }

  @Override
  public Set<String> figures() {
    return Set.of(figure);
  }
}
