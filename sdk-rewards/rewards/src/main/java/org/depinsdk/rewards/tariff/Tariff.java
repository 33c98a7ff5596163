package org.depinsdk.rewards.tariff;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.depinsdk.rewards.TokenAmount;

/**
 * A price of usage: so much money for so many units. {@link #GIB} and its neighbours name the usual quantities.
 *
 * @param name of what is priced, for example {@code egress}
 * @param money what a quantity costs, zero or more, in the tariff's currency
 * @param quantity how many of the proof's units that is, 1 or more
 */
public record Tariff(String name, BigDecimal money, BigInteger quantity) {
  /** Bytes of a gigabyte. */
  public static final BigInteger GB = BigInteger.TEN.pow(9);
  /** Bytes of a gibibyte. */
  public static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);
  /** Bytes of a terabyte. */
  public static final BigInteger TB = BigInteger.TEN.pow(12);
  /** Watt-hours of a kilowatt-hour. */
  public static final BigInteger KWH = BigInteger.valueOf(1000);
  /** Seconds of an hour. */
  public static final BigInteger HOUR = BigInteger.valueOf(3600);
  /** Byte-hours of a gibibyte-month of 720 hours. */
  public static final BigInteger GIB_MONTH = GIB.multiply(BigInteger.valueOf(720));

  /** Checks the numbers. */
  public Tariff {
    if (money.signum() < 0
        || money.precision() > 60
        || Math.abs(money.scale()) > 60
        || quantity.signum() <= 0) {
      throw new IllegalArgumentException(
          "tariff " + name + " needs money of zero or more for a quantity of 1 or more, not "
              + money + " for " + quantity);
    }
  }

  /**
   * What usage costs.
   *
   * @param units used, zero or more
   * @param decimals to which the cost is rounded down, for example 6 for millionths
   * @return the cost in the tariff's currency
   */
  public BigDecimal cost(BigInteger units, int decimals) {
    if (units.signum() < 0) {
      throw new IllegalArgumentException("usage of " + name + " is zero or more, not " + units);
    }
    return money
        .multiply(new BigDecimal(units))
        .divide(new BigDecimal(quantity), decimals, RoundingMode.DOWN);
  }

  /**
   * How many quantities a use begins, for prices by the started unit; a use of nothing begins one. Helium counts a data credit
   * for each 24 bytes of a packet that are begun (helium/oracles iot_packet_verifier verifier.rs, {@code
   * payload_size_to_dc}).
   *
   * @param units of one use, zero or more
   * @return the units by the quantity, rounded up, 1 or more
   */
  public BigInteger begun(BigInteger units) {
    if (units.signum() < 0) {
      throw new IllegalArgumentException("usage of " + name + " is zero or more, not " + units);
    }
    return units.max(BigInteger.ONE).add(quantity).subtract(BigInteger.ONE).divide(quantity);
  }

  /**
   * What usage costs in tokens; rounded down once, at the end.
   *
   * @param units used, zero or more
   * @param price of the token, in the tariff's currency
   * @return base units
   */
  public TokenAmount costInTokens(BigInteger units, TokenPrice price) {
    if (units.signum() < 0) {
      throw new IllegalArgumentException("usage of " + name + " is zero or more, not " + units);
    }
    BigDecimal exact =
        money.multiply(new BigDecimal(units)).movePointRight(price.token().decimals());
    return TokenAmount.of(exact
        .divide(price.price().multiply(new BigDecimal(quantity)), 0, RoundingMode.DOWN)
        .toBigInteger());
  }
}
