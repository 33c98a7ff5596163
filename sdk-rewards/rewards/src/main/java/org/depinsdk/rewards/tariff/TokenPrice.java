package org.depinsdk.rewards.tariff;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/**
 * What one whole token costs, and when that was so.
 *
 * @param token the token
 * @param currency what the price is in, for example {@code USD}
 * @param price of one whole token, above zero
 * @param at when it was so
 * @param source who said so, for example {@code pyth}
 */
public record TokenPrice(
    Token token, String currency, BigDecimal price, Instant at, String source) {
  /** Checks the price. */
  public TokenPrice {
    if (price.signum() <= 0 || price.precision() > 60 || Math.abs(price.scale()) > 60) {
      throw new IllegalArgumentException(
          "a price of " + token.symbol() + " is above zero, not " + price);
    }
  }

  /**
   * Whether the price is recent enough.
   *
   * @param now an instant
   * @param limit the greatest age
   * @return true where it is not older, and not from after now
   */
  public boolean isFresh(Instant now, Duration limit) {
    return !at.isAfter(now) && Duration.between(at, now).compareTo(limit) <= 0;
  }

  /**
   * What a sum of the currency buys.
   *
   * @param value in the currency, zero or more
   * @return base units, rounded down
   */
  public TokenAmount tokensFor(BigDecimal value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("a value is zero or more, not " + value);
    }
    BigDecimal units = value.movePointRight(token.decimals());
    BigInteger amount = units.divide(price, 0, RoundingMode.DOWN).toBigInteger();
    return TokenAmount.of(amount);
  }

  /**
   * What an amount is worth.
   *
   * @param amount base units
   * @return in the currency, exact
   */
  public BigDecimal valueOf(TokenAmount amount) {
    return new BigDecimal(amount.toBigInteger(), token.decimals()).multiply(price);
  }
}
