package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
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
import org.junit.jupiter.api.Test;

/** The last digit of networks that run, rounded where their programs round. */
class NetworkArithmeticTest extends PresetNumbers {
  private static final String ALL = "1000000000000000000";
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

  /** calculate_utility_score_v0.rs: {@code end_of_epoch_ts = (epoch + 1) * EPOCH_LENGTH}. */
  @Test
  void heliumLooksItsTableUpAtTheEndOfAnEpoch() throws Exception {
    String[][] rows = {
      {"2024-07-31", "4098360655738"},
      {"2024-08-01", "4109589041096"},
      {"2025-07-31", "4109589041096"},
      {"2025-08-01", "2054794520548"}
    };
    for (String[] row : rows) {
      for (String preset : List.of("helium-iot-2025", "helium-mobile-2024")) {
        assertThat(emitted(preset, row[0], ALL)).as(row[0]).hasToString(row[1]);
      }
    }
    // base, and 300 of smoothed burn less a seventh; the supplement begins with the epoch that ends
    // after noon of the fifth
    assertThat(emitted("helium-mobile-2026", "2026-08-04", ALL)).hasToString("2054794520805");
    assertThat(emitted("helium-mobile-2026", "2026-08-05", ALL)).hasToString("11854794520805");
  }

  /** issue_rewards_v0.rs: both sub-networks together never mint more than the schedule, and each gets the floor of its part. */
  @Test
  void heliumsSubNetworksShareTheEmission() throws Exception {
    String mobile = "892700000000000001";
    String iot = "107299999999999999";
    long two =
        Long.parseLong(emitted("helium-mobile-2024", "2025-08-01", mobile).toString())
            + Long.parseLong(emitted("helium-iot-2025", "2025-08-01", iot).toString());
    assertThat(two).isBetween(2_054_794_520_547L, 2_054_794_520_548L);
    assertThat(emitted("helium-iot-2025", "2025-08-01", iot)).hasToString("220479452054");
    assertThat(emitted("helium-mobile-2026", "2026-08-05", "0")).hasToString("9800000000000");
    assertThatThrownBy(() -> emitted("helium-iot-2025", "2025-08-01", ALL + "0"))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("emission-part");
  }

  private static BackstopEmission.Outcome backstop(long credits, long price, long share) {
    return backstop(2_054_800_000_000L, 164_400_000_000L, credits, price, share);
  }

  private static BackstopEmission.Outcome backstop(
      long base, long cap, long credits, long price, long share) {
    BackstopEmission emission = new BackstopEmission(
        new ConstantEmission(TokenAmount.of(base)),
        new NetEmission(7, TokenAmount.of(cap), TokenAmount.ZERO),
        70,
        UNIT);
    EpochFacts facts = EpochFacts.builder(new Epoch(0, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)))
        .figure(EpochFacts.CREDITS_BURNED, BigInteger.valueOf(credits))
        .figure(EpochFacts.PRICE, BigInteger.valueOf(price))
        .figure(BackstopEmission.SHARE, BigInteger.valueOf(share))
        .build();
    try {
      return emission.outcome(TokenAmount.of(9_100_000_000_000L), facts);
    } catch (EmissionException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code compute_backstop} of backstop.rs: halves first, divides twice, and gives nothing where 64 bits overflow. */
  @Test
  void heliumsBackstopRoundsWhereItsProgramDoes() {
    assertThat(backstop(910_000_001, 10_000_000, 3_834_117_304L).topUp())
        .hasToString("5062081506014");
    assertThat(
            backstop(2_054_794_520_548L, 164_383_561_643L, 910_000_000, 30_000_000, 3_834_117_303L)
                .topUp())
        .hasToString("207915753781");
    assertThat(backstop(910_000_000, 1, 3_834_117_304L).topUp()).isEqualTo(TokenAmount.ZERO);
    assertThat(backstop(910_000_000, 10_000_000, 1).topUp()).isEqualTo(TokenAmount.ZERO);
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

  private static List<String> carriers(long pool, long... credits) {
    List<HeliumPromotions.Provider> providers = java.util.Arrays.stream(credits)
        .mapToObj(c -> new HeliumPromotions.Provider(BigInteger.valueOf(c), 0, List.of()))
        .toList();
    return HeliumPromotions.divide(TokenAmount.of(pool), BigInteger.ONE, BigInteger.ONE, providers)
        .stream()
        .map(r -> r.carrier().toString())
        .toList();
  }

  /** service_provider/reward.rs in rust_decimal: a part is rounded before it is multiplied. */
  @Test
  void heliumsOraclesDivideBeforeTheyMultiply() {
    assertThat(carriers(8_219_178_082_191L, 1_000)).containsExactly("999");
    assertThat(carriers(8_219_178_082_191L, 6_000)).containsExactly("5999");
    assertThat(carriers(8_000_000_000_000L, 1_000, 6_000)).containsExactly("1000", "6000");
    assertThatThrownBy(() ->
            HeliumPromotions.divide(TokenAmount.of(1), BigInteger.ONE, BigInteger.ZERO, List.of()))
        .hasMessage("price is 1 or more, not 0");
    assertThatThrownBy(() -> new HeliumPromotions.Provider(BigInteger.ONE, 5_000, List.of(1L, 0L)))
        .hasMessage("the share of a promotion is 1 or more, not 0");
  }

  /** rust_decimal's own results: 28 decimals where they fit into 96 bits, half to even. */
  @Test
  void decimalsAreThoseOfRust() {
    BigDecimal one = BigDecimal.ONE;
    assertThat(RustDecimal.divide(one, new BigDecimal(3)).toPlainString())
        .isEqualTo("0.3333333333333333333333333333");
    assertThat(RustDecimal.divide(new BigDecimal(2), new BigDecimal(3)).toPlainString())
        .isEqualTo("0.6666666666666666666666666667");
    assertThat(RustDecimal.divide(new BigDecimal(20), new BigDecimal(3)).toPlainString())
        .isEqualTo("6.6666666666666666666666666667");
    assertThat(RustDecimal.divide(new BigDecimal(200), new BigDecimal(3)).toPlainString())
        .isEqualTo("66.666666666666666666666666667");
    BigInteger most = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);
    assertThat(RustDecimal.of(most)).isEqualTo(new BigDecimal(most));
    assertThatThrownBy(() -> RustDecimal.of(most.add(BigInteger.ONE)))
        .hasMessageContaining("below 2^96");
    assertThat(
            RustDecimal.multiply(new BigDecimal("0.5"), new BigDecimal("1e-28")).signum())
        .isZero();
    assertThat(RustDecimal.multiply(new BigDecimal("1.5"), new BigDecimal("1e-28")))
        .isEqualByComparingTo("2e-28");
  }

  /** keeper.go {@code prepareToBM}: {@code LegacyDec.Quo} rounds half to even at 18 decimals. */
  @Test
  void akashRoundsItsRateToEven() {
    assertThat(BurnMint.AEP_76.convert(TokenAmount.of(3), new BigDecimal(2), new BigDecimal(3)))
        .contains(TokenAmount.of(2));
    assertThat(BurnMint.AEP_76.convert(TokenAmount.of(6), BigDecimal.ONE, new BigDecimal(6)))
        .contains(TokenAmount.of(1));
    assertThat(BurnMint.AEP_76.convert(TokenAmount.of(2), BigDecimal.ONE, new BigDecimal(3)))
        .isEmpty();
    assertThat(BurnMint.collateralRatio(TokenAmount.of(2), BigDecimal.ONE, TokenAmount.of(3)))
        .isEqualTo(new BigDecimal("0.666666666666666667"));
  }

  private static String withheld(String created, String afterMonth) {
    StorjPayout.Withholding part = StorjPayout.LIVE.withholding(
        Instant.parse(created), Instant.parse(afterMonth + "T00:00:00Z"));
    return part.percent() + " " + part.inWithholding();
  }

  /** helpers.go: {@code nodeCreatedAt.AddDate(0, i+1, 0).After(endDate)}; Go carries over what a month lacks. */
  @Test
  void storjCountsMonthsAsGoDoes() {
    assertThat(withheld("2020-08-31T00:00:00Z", "2021-03-01")).isEqualTo("50 true");
    assertThat(withheld("2020-11-30T00:00:00Z", "2021-03-01")).isEqualTo("75 true");
    assertThat(withheld("2020-05-31T00:00:00Z", "2021-03-01")).isEqualTo("25 true");
    assertThat(withheld("2019-11-30T00:00:00Z", "2021-03-01")).isEqualTo("0 true");
    assertThat(withheld("2021-01-01T12:00:00Z", "2021-04-01")).isEqualTo("75 true");
    assertThat(withheld("2021-01-01T00:00:00Z", "2021-04-01")).isEqualTo("50 true");
    assertThat(withheld("2019-11-29T23:59:59Z", "2021-03-01")).isEqualTo("0 true");
    assertThat(withheld("2019-12-01T00:00:00Z", "2021-03-01")).isEqualTo("0 false");
  }

  /** statement.go: each amount becomes whole units by itself. */
  @Test
  void storjCutsEachAmountByItself() {
    StorjPayout.Withholding first = new StorjPayout.Withholding(75, true);
    assertThat(StorjPayout.LIVE.statement(
            101, first, StorjPayout.Held.NOTHING, StorjPayout.Standing.ACTIVE))
        .isEqualTo(new StorjPayout.Statement(25, 75, 0));
    assertThat(StorjPayout.LIVE.statement(
            7,
            new StorjPayout.Withholding(0, false),
            new StorjPayout.Held(101, 20),
            StorjPayout.Standing.ACTIVE))
        .isEqualTo(new StorjPayout.Statement(37, 0, 30));
  }

  @Test
  void aMissedWeekOfDimoEarnsNothing() {
    assertThat(new DimoStreak(4, 0).points()).isEqualTo(1_000);
    assertThat(new DimoStreak(4, 0).next(false).points()).isZero();
    assertThat(new DimoStreak(36, 0).next(false).points()).isZero();
    assertThat(new DimoStreak(36, 0).next(false).next(true).points()).isEqualTo(3_000);
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
