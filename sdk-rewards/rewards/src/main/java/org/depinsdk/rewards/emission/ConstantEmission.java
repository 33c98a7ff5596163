package org.depinsdk.rewards.emission;

import org.depinsdk.rewards.TokenAmount;

/**
 * Mints the same in every epoch, for example WeatherXM's 14,246 WXM a day (RewardsVault.sol). Put it into a {@link
 * CappedEmission} where a vault of limited size pays it.
 *
 * @param perEpoch base units of each epoch
 */
public record ConstantEmission(TokenAmount perEpoch) implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<ConstantEmission> TYPE = EmissionType.of(
      "constant",
      ConstantEmission.class,
      "The same in each epoch.",
      (fields, forms) ->
          new ConstantEmission(fields.get("perEpoch", forms.amount(), ConstantEmission::perEpoch)));

  @Override
  public TokenAmount minted(EpochFacts facts) {
    return perEpoch;
  }
}
