package org.depinsdk.rewards.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.KnownAnswers.Near;
import org.junit.jupiter.api.Test;

class TariffTest {
  private static final Instant NOON = Instant.parse("2026-08-05T12:00:00Z");

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  /** AEP-76 prints its amounts rounded to the nearest millionth; ours are rounded down to base units. */
  @Test
  void akashBurnsAndMints() {
    KnownAnswers.check("rewards/akash-convert", row -> {
      BigDecimal tokens = millionths(row.integer("dollars"), row.decimal("price"));
      BigDecimal minted = millionths(row.integer("dollars"), decimal("1.14"));
      return answers(
          "tokens", tokens, "net", new Near(tokens.subtract(minted).doubleValue(), 2e-6));
    });
    KnownAnswers.check(
        "rewards/akash-whole",
        row -> answers("tokens", converted(row.integer("dollars"), row.decimal("price"))));
    KnownAnswers.check(
        "rewards/akash-collateral",
        row -> answers(
            "ratio",
            BurnMint.collateralRatio(
                    TokenAmount.of(row.integer("vault")),
                    row.decimal("price"),
                    TokenAmount.of(row.integer("outstanding")))
                .setScale(3, RoundingMode.HALF_UP)));
    KnownAnswers.check(
        "rewards/akash-epsilon",
        row -> answers(
            "refunded",
            BurnMint.AEP_76
                .convert(
                    TokenAmount.of(row.integer("credits")), BigDecimal.ONE, row.decimal("price"))
                .isEmpty()));
    assertThat(BurnMint.AEP_76.health(decimal("0.95"))).isEqualTo(BurnMint.Health.SOUND);
    assertThat(BurnMint.AEP_76.health(decimal("0.949999"))).isEqualTo(BurnMint.Health.WARN);
    assertThat(BurnMint.AEP_76.health(decimal("0.899999"))).isEqualTo(BurnMint.Health.HALTED);
  }

  /** With nine decimals more than uakt has, so that the printed rounding can be applied afterwards. */
  private static BigDecimal millionths(BigInteger dollars, BigDecimal price) {
    BigInteger fine = dollars.multiply(BigInteger.TEN.pow(15));
    return new BigDecimal(converted(fine, price).toBigInteger(), 15)
        .setScale(6, RoundingMode.HALF_UP);
  }

  private static TokenAmount converted(BigInteger dollars, BigDecimal price) {
    return BurnMint.AEP_76
        .convert(TokenAmount.of(dollars), BigDecimal.ONE, price)
        .orElseThrow();
  }

  /** Mysterium's price tests (competition vectors 27): hours and gibibytes, each cut to a whole. */
  @Test
  void usageIsPricedByHourAndByte() {
    Tariff hour = new Tariff("time", decimal("3000000"), Tariff.HOUR);
    Tariff gib = new Tariff("traffic", decimal("7000000"), Tariff.GIB);
    BigDecimal both = hour.cost(BigInteger.valueOf(3600), 0).add(gib.cost(Tariff.GIB, 0));
    assertThat(both).isEqualByComparingTo("10000000");
    assertThat(hour.cost(BigInteger.valueOf(1), 0)).isEqualByComparingTo("833");
    assertThat(new Tariff("free", BigDecimal.ZERO, Tariff.KWH).cost(Tariff.TB, 6))
        .isEqualByComparingTo("0");
    assertThatThrownBy(() -> new Tariff("x", decimal("-1"), Tariff.GB)).hasMessageContaining("-1");
    assertThatThrownBy(() -> hour.cost(BigInteger.valueOf(-1), 0)).hasMessageContaining("-1");
  }

  /** XNET's XIP-6 (competition vector 22): 3.50 dollars at the fourteen-day mean of 0.0581 buy 60.24 tokens. */
  @Test
  void moneyBecomesTokensAtADatedPrice() {
    Token xnet = new Token("XNET", 2);
    TokenPrice price = new TokenPrice(xnet, "USD", decimal("0.0581"), NOON, "mean of 14 days");
    assertThat(price.tokensFor(decimal("3.50"))).isEqualTo(TokenAmount.of(6024));
    Tariff perGb = new Tariff("data", decimal("3.50"), Tariff.GB);
    assertThat(perGb.costInTokens(Tariff.GB.multiply(BigInteger.TWO), price))
        .isEqualTo(TokenAmount.of(12_048));
    assertThat(price.valueOf(TokenAmount.of(10_000))).isEqualByComparingTo("5.81");
    assertThat(price.isFresh(NOON.plusSeconds(3600), Duration.ofHours(1))).isTrue();
    assertThat(price.isFresh(NOON.plusSeconds(3601), Duration.ofHours(1))).isFalse();
    assertThat(price.isFresh(NOON.minusSeconds(1), Duration.ofHours(1))).isFalse();
    assertThatThrownBy(() -> new TokenPrice(xnet, "USD", BigDecimal.ZERO, NOON, "none"))
        .hasMessageContaining("above zero");
  }

  /** Glow and DeCharge charge by the kilowatt-hour, Storj by the month of bytes at rest. */
  @Test
  void energyAndStorageHaveTheirUnits() {
    Tariff energy = new Tariff("energy", decimal("0.32"), Tariff.KWH);
    assertThat(energy.cost(BigInteger.valueOf(12_345), 6)).isEqualByComparingTo("3.9504");
    Tariff rest = new Tariff("at rest", decimal("0.004"), Tariff.GIB_MONTH);
    BigInteger halfMonth = Tariff.GIB.multiply(BigInteger.valueOf(360));
    assertThat(rest.cost(halfMonth, 6)).isEqualByComparingTo("0.002");
    Token token = new Token("KWH", 18);
    TokenPrice price = new TokenPrice(token, "EUR", decimal("0.08"), NOON, "mean of a day");
    assertThat(token.format(energy.costInTokens(BigInteger.valueOf(1_000), price)))
        .isEqualTo("4");
    assertThat(energy.begun(BigInteger.valueOf(1_001))).isEqualTo(BigInteger.TWO);
    assertThatThrownBy(() -> energy.begun(BigInteger.valueOf(-1))).hasMessageContaining("-1");
  }

  /** Numbers at the edges of what may be given, and one beyond. */
  @Test
  void numbersHaveEdges() {
    BigDecimal sixtyDigits = new BigDecimal(BigInteger.TEN.pow(60).subtract(BigInteger.ONE));
    BigDecimal sixtyDecimals = BigDecimal.ONE.movePointLeft(60);
    assertThat(new Tariff("x", sixtyDigits, BigInteger.ONE).money()).isEqualTo(sixtyDigits);
    assertThat(new Tariff("x", sixtyDecimals, BigInteger.ONE).cost(BigInteger.ZERO, 0))
        .isEqualByComparingTo("0");
    for (BigDecimal wrong : new BigDecimal[] {
      decimal("-1"), sixtyDigits.add(BigDecimal.ONE), sixtyDecimals.movePointLeft(1)
    }) {
      assertThatThrownBy(() -> new Tariff("x", wrong, BigInteger.ONE))
          .hasMessageContaining("money");
    }
    assertThatThrownBy(() -> new Tariff("x", BigDecimal.ONE, BigInteger.ZERO))
        .hasMessageContaining("for 0");
    Token token = new Token("T", 2);
    assertThat(new TokenPrice(token, "USD", sixtyDigits, NOON, "s").tokensFor(BigDecimal.ZERO))
        .isEqualTo(TokenAmount.ZERO);
    assertThat(new TokenPrice(token, "USD", sixtyDecimals, NOON, "s").price())
        .isEqualTo(sixtyDecimals);
    for (BigDecimal wrong : new BigDecimal[] {
      decimal("-1"), sixtyDigits.add(BigDecimal.ONE), sixtyDecimals.movePointLeft(1)
    }) {
      assertThatThrownBy(() -> new TokenPrice(token, "USD", wrong, NOON, "s"))
          .hasMessageContaining("above zero");
    }
    TokenPrice one = new TokenPrice(token, "USD", BigDecimal.ONE, NOON, "s");
    assertThat(one.isFresh(NOON, Duration.ZERO)).isTrue();
    assertThat(new Tariff("x", BigDecimal.TEN, BigInteger.ONE).costInTokens(BigInteger.ZERO, one))
        .isEqualTo(TokenAmount.ZERO);
    assertThatThrownBy(() -> one.tokensFor(decimal("-0.01"))).hasMessageContaining("-0.01");
    for (BigDecimal none : new BigDecimal[] {BigDecimal.ZERO, decimal("-1")}) {
      assertThatThrownBy(() -> BurnMint.AEP_76.convert(TokenAmount.of(1), none, BigDecimal.ONE))
          .hasMessageContaining("above zero");
      assertThatThrownBy(() -> BurnMint.AEP_76.convert(TokenAmount.of(1), BigDecimal.ONE, none))
          .hasMessageContaining("above zero");
    }
    assertThat(BurnMint.AEP_76.health(decimal("0.90"))).isEqualTo(BurnMint.Health.WARN);
  }

  /** A period whose last block is the current one can still be proven. */
  @Test
  void aPeriodIsOpenUpToItsLastBlock() {
    ProvenTime time = new ProvenTime(0, 10);
    ProvenTime.Blocks blocks = new ProvenTime.Blocks(0, 20);
    assertThat(time.settle(TokenAmount.of(20), blocks, 10, period -> false))
        .isEqualTo(new ProvenTime.Settled(TokenAmount.ZERO, 0));
    assertThat(time.settle(TokenAmount.of(20), blocks, 11, period -> false))
        .isEqualTo(new ProvenTime.Settled(TokenAmount.ZERO, 10));
    assertThat(time.settle(TokenAmount.of(20), blocks, 20, period -> period == 0))
        .isEqualTo(new ProvenTime.Settled(TokenAmount.of(10), 10));
    assertThatThrownBy(() -> new ProvenTime.Blocks(-1, 2)).hasMessageContaining("-1");
  }
}
