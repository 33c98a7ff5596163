package org.depinsdk.rewards.tariff;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.depinsdk.rewards.TokenAmount;

/**
 * Burn and mint equilibrium as Akash's AEP-76 settles it: customers burn tokens for credits of a fixed value, providers are
 * paid tokens that are minted for credits, both at the price of the moment. The rate is rounded to 18 decimals, half to even,
 * before it is applied, as {@code prepareToBM} of akash-network/node x/bme/keeper/keeper.go does with {@code LegacyDec.Quo};
 * a result below one base unit is refused, so that the sum is refunded.
 *
 * @param warnRatio collateral ratio below which to warn; AEP-76: 0.95
 * @param haltRatio collateral ratio below which no more credits are sold; AEP-76: 0.90
 */
public record BurnMint(BigDecimal warnRatio, BigDecimal haltRatio) {
  /** As AEP-76 sets it (Final, 2026-03-23). */
  public static final BurnMint AEP_76 =
      new BurnMint(new BigDecimal("0.95"), new BigDecimal("0.90"));

  private static final int RATE_DECIMALS = 18;

  /** How a vault stands. */
  public enum Health {
    /** At or above the warning. */
    SOUND,
    /** Below the warning. */
    WARN,
    /** Below the halt: no more credits are sold. */
    HALTED
  }

  /**
   * Turns an amount of one token into the other at a price.
   *
   * @param amount base units of what is burned
   * @param burnPrice price of what is burned, above zero
   * @param mintPrice price of what is minted, above zero, in the same currency
   * @return base units of what is minted, rounded down; empty where that is less than one unit, so that the amount is
   *     refunded
   */
  public Optional<TokenAmount> convert(
      TokenAmount amount, BigDecimal burnPrice, BigDecimal mintPrice) {
    if (burnPrice.signum() <= 0 || mintPrice.signum() <= 0) {
      throw new IllegalArgumentException(
          "prices are above zero, not " + burnPrice + " and " + mintPrice);
    }
    BigDecimal rate = burnPrice.divide(mintPrice, RATE_DECIMALS, RoundingMode.HALF_EVEN);
    BigInteger minted = new BigDecimal(amount.toBigInteger()).multiply(rate).toBigInteger();
    return minted.signum() == 0 ? Optional.empty() : Optional.of(TokenAmount.of(minted));
  }

  /**
   * What the vault holds against what is owed: vault times price by outstanding credits.
   *
   * @param vault tokens in the vault
   * @param price of one token in credits
   * @param outstanding credits, 1 or more
   * @return the ratio, to 18 decimals, rounded half to even after each step ({@code calculateCR})
   */
  public static BigDecimal collateralRatio(
      TokenAmount vault, BigDecimal price, TokenAmount outstanding) {
    return new BigDecimal(vault.toBigInteger())
        .multiply(price)
        .setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN)
        .divide(new BigDecimal(outstanding.toBigInteger()), RATE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  /**
   * How a vault with a ratio stands.
   *
   * @param ratio the collateral ratio
   * @return sound, to be warned of, or halted
   */
  public Health health(BigDecimal ratio) {
    if (ratio.compareTo(haltRatio) < 0) {
      return Health.HALTED;
    }
    return ratio.compareTo(warnRatio) < 0 ? Health.WARN : Health.SOUND;
  }
}
