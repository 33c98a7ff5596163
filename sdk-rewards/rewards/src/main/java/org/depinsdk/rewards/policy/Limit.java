package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;

/** The most that a pool pays for each unit of weight; what it has beyond that is left over. */
public sealed interface Limit permits Limit.PerUnit, Limit.AtPrice {
  /**
   * A fixed amount for each unit, as GEODNET pays for station hours.
   *
   * @param amount base units
   */
  record PerUnit(TokenAmount amount) implements Limit {}

  /**
   * What a unit is worth at the epoch's price: {@code weight * unit / price} base units, as Helium pays for data credits. An
   * epoch without the price pays nothing.
   *
   * @param figure the name of the epoch's figure that is the price of one token
   * @param unit base units times price for one unit of weight, 1 or more; Helium: 10^11
   */
  record AtPrice(String figure, BigInteger unit) implements Limit {
    /** Checks the unit. */
    public AtPrice {
      if (unit.signum() <= 0 || unit.bitLength() > TokenAmount.BITS) {
        throw new IllegalArgumentException("the unit of a price is 1 or more, not " + unit);
      }
    }
  }
}
