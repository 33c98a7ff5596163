package org.depinsdk.rewards.emission;

import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;

/**
 * Mints the same in every epoch and half of that after each interval, rounded down: Bitcoin's block subsidy
 * (Bitcoin Core {@code GetBlockSubsidy}: 50 BTC, halved each 210,000 blocks).
 *
 * @param initial base units of each epoch of the first interval
 * @param intervalEpochs epochs between two halvings, 1 or more
 */
public record HalvingEmission(TokenAmount initial, long intervalEpochs) implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<HalvingEmission> TYPE = EmissionType.of(
      "halving",
      HalvingEmission.class,
      "Half as much after each interval (Bitcoin).",
      (fields, forms) -> new HalvingEmission(
          fields.get("initial", forms.amount(), HalvingEmission::initial),
          fields.get("intervalEpochs", Forms.number(1), HalvingEmission::intervalEpochs)));

  /** Checks the interval. */
  public HalvingEmission {
    if (intervalEpochs < 1) {
      throw new IllegalArgumentException(
          "a halving interval is 1 epoch or more, not " + intervalEpochs);
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
   * @return the initial amount, halved as often as intervals have passed
   */
  public TokenAmount at(long epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch is 0 or more, not " + epoch);
    }
    long halvings = epoch / intervalEpochs;
    // A shift by the width of the number or more leaves nothing; a plain shift of a long would wrap
    // around here.
    return halvings >= TokenAmount.BITS
        ? TokenAmount.ZERO
        : TokenAmount.of(initial.toBigInteger().shiftRight((int) halvings));
  }
}
