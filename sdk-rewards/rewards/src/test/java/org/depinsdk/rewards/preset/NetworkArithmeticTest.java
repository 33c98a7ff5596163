package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.BackstopEmission;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.emission.NetEmission;
import org.depinsdk.rewards.tariff.BurnMint;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** The last digit of networks that run, rounded where their programs round. */
class NetworkArithmeticTest extends PresetNumbers {
  private static final BigInteger UNIT = BigInteger.TEN.pow(11);

  private static TokenAmount emitted(String preset, String day, String part) throws Exception {
    Instant start = Instant.parse(day + "T00:00:00Z");
    EpochFacts facts = EpochFacts.builder(new Epoch(0, start, start.plusSeconds(86_400)))
        .burned(TokenAmount.ZERO)
        .figure("emission-part", new BigInteger(part))
        .build();
    var emission = Presets.policy(preset).emission();
    return emission.mintText(emission.genesisText(), facts).minted();
  }

  /** The last rows divide one day between the sub-networks, which together never mint more than the schedule. */
  @Test
  void heliumLooksItsTableUpAtTheEndOfAnEpoch() {
    KnownAnswers.check(
        "rewards/helium-days",
        row -> answers("minted", emitted(row.text("preset"), row.text("day"), row.text("part"))));
  }

  @Test
  void moreThanAllOfTheEmissionIsRefused() {
    assertThatThrownBy(() -> emitted("helium-iot-2025", "2025-08-01", "10000000000000000000"))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("emission-part");
  }

  /** {@code compute_backstop} of backstop.rs: halves first, divides twice, and gives nothing where 64 bits overflow. */
  @Test
  void heliumsBackstopRoundsWhereItsProgramDoes() {
    KnownAnswers.check("rewards/helium-backstop-rounding", row -> {
      BackstopEmission emission = new BackstopEmission(
          new ConstantEmission(TokenAmount.of(row.number("emission"))),
          new NetEmission(7, TokenAmount.of(row.number("cap")), TokenAmount.ZERO),
          70,
          UNIT);
      EpochFacts facts = EpochFacts.builder(
              new Epoch(0, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)))
          .figure(EpochFacts.CREDITS_BURNED, row.integer("credits"))
          .figure(EpochFacts.PRICE, row.integer("price"))
          .figure(BackstopEmission.SHARE, row.integer("share"))
          .build();
      return answers(
          "top-up", emission.outcome(TokenAmount.of(9_100_000_000_000L), facts).topUp());
    });
    BackstopEmission emission = new BackstopEmission(
        new ConstantEmission(TokenAmount.ZERO),
        new NetEmission(7, TokenAmount.ZERO, TokenAmount.ZERO),
        70,
        UNIT);
    assertThatThrownBy(() -> emission.deployerCap(BigInteger.ONE, BigInteger.ZERO))
        .hasMessage("price is 1 or more, not 0");
    assertThatThrownBy(() -> emission.floor(BigInteger.ONE, BigInteger.ZERO))
        .hasMessage("low is 1 or more, not 0");
  }

  /** calculate_utility_score_v0.rs: {@code if prev_smoothed_hnt_burned == 0} it is 300. */
  @Test
  void aSmoothedBurnOfNothingStartsAgain() throws Exception {
    NetEmission net = new NetEmission(7, TokenAmount.of(1_000), TokenAmount.of(300));
    EpochFacts nothing = EpochFacts.builder(
            new Epoch(9, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)))
        .burned(TokenAmount.ZERO)
        .build();
    assertThat(net.mint(TokenAmount.ZERO, nothing).minted()).isEqualTo(TokenAmount.of(257));
    assertThat(net.mint(TokenAmount.of(1), nothing).minted()).isEqualTo(TokenAmount.ZERO);
  }

  /** service_provider/reward.rs in rust_decimal: a part is rounded before it is multiplied. */
  @Test
  void heliumsOraclesDivideBeforeTheyMultiply() {
    KnownAnswers.check("rewards/helium-carriers", row -> {
      List<HeliumPromotions.Provider> providers = row.list("credits").stream()
          .map(credits -> new HeliumPromotions.Provider(new BigInteger(credits), 0, List.of()))
          .toList();
      return answers(
          "bones",
          HeliumPromotions.divide(
                  TokenAmount.of(row.number("pool")), BigInteger.ONE, BigInteger.ONE, providers)
              .stream()
              .map(reward -> reward.carrier().toString())
              .collect(Collectors.joining(",")));
    });
    assertThatThrownBy(() ->
            HeliumPromotions.divide(TokenAmount.of(1), BigInteger.ONE, BigInteger.ZERO, List.of()))
        .hasMessage("price is 1 or more, not 0");
    assertThatThrownBy(() -> new HeliumPromotions.Provider(BigInteger.ONE, 5_000, List.of(1L, 0L)))
        .hasMessage("the share of a promotion is 1 or more, not 0");
  }

  /** 28 decimals where they fit into 96 bits, half to even. */
  @Test
  void decimalsAreThoseOfRust() {
    KnownAnswers.check("rewards/rust-decimal", row -> {
      BigDecimal left = row.decimal("left");
      BigDecimal right = row.decimal("right");
      BigDecimal result = row.text("operation").equals("divide")
          ? RustDecimal.divide(left, right)
          : RustDecimal.multiply(left, right);
      return answers("result", result.toPlainString());
    });
    BigInteger most = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);
    assertThat(RustDecimal.of(most)).isEqualTo(new BigDecimal(most));
    assertThatThrownBy(() -> RustDecimal.of(most.add(BigInteger.ONE)))
        .hasMessageContaining("below 2^96");
  }

  /** keeper.go {@code prepareToBM}: {@code LegacyDec.Quo} rounds half to even at 18 decimals. */
  @Test
  void akashRoundsItsRateToEven() {
    KnownAnswers.check(
        "rewards/akash-rate",
        row -> answers(
            "converted",
            BurnMint.AEP_76
                .convert(
                    TokenAmount.of(row.number("tokens")),
                    row.decimal("price"),
                    row.decimal("other-price"))
                .map(TokenAmount::toString)
                .orElse("none")));
    assertThat(BurnMint.collateralRatio(TokenAmount.of(2), BigDecimal.ONE, TokenAmount.of(3)))
        .isEqualTo(new BigDecimal("0.666666666666666667"));
  }

  /** helpers.go: {@code nodeCreatedAt.AddDate(0, i+1, 0).After(endDate)}; Go carries over what a month lacks. */
  @Test
  void storjCountsMonthsAsGoDoes() {
    KnownAnswers.check("rewards/storj-months", row -> {
      StorjPayout.Withholding part = StorjPayout.LIVE.withholding(
          Instant.parse(row.text("created")), Instant.parse(row.text("end") + "T00:00:00Z"));
      return answers("percent", part.percent(), "withholding", part.inWithholding());
    });
  }

  /** statement.go: each amount becomes whole units by itself. */
  @Test
  void storjCutsEachAmountByItself() {
    KnownAnswers.check("rewards/storj-cents", row -> {
      StorjPayout.Statement statement = StorjPayout.LIVE.statement(
          row.number("earned"),
          new StorjPayout.Withholding((int) row.number("percent"), row.flag("withholding")),
          new StorjPayout.Held(row.number("held-before"), row.number("disposed-before")),
          StorjPayout.NodeStatus.ACTIVE);
      return answers(
          "owed", statement.owed(), "held", statement.held(), "disposed", statement.disposed());
    });
  }

  @Test
  void aPoolIsFoundByItsName() throws Exception {
    var allocation = divide("glow", "230000");
    assertThat(allocation.pool(allocation.pools().get(1).pool()))
        .isEqualTo(allocation.pools().get(1));
    assertThatThrownBy(() -> allocation.pool("nobody")).hasMessageContaining("no pool nobody");
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new HalvingEmission(TokenAmount.of(100), 10).at(-1))
        .hasMessage("an epoch is 0 or more, not -1");
    HeliumClaims.CircuitBreaker breaker = new HeliumClaims.CircuitBreaker(
        3_600, TokenAmount.of(2_000), TokenAmount.of(1_000), 10_000);
    assertThat(breaker.counted(10_000)).isEqualTo(TokenAmount.of(1_000));
    for (long before : new long[] {9_999, 6_400, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> breaker.counted(before)).hasMessageContaining("nowSeconds");
      assertThatThrownBy(() -> breaker.take(TokenAmount.of(1), before))
          .hasMessageContaining("nowSeconds");
    }
    Tariff packet = new Tariff("packet", BigDecimal.ONE, BigInteger.valueOf(24));
    assertThat(packet.begun(BigInteger.ZERO)).isEqualTo(BigInteger.ONE);
  }
}
