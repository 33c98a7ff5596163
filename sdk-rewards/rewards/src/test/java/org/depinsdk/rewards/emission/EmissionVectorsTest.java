package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.preset.HeliumClaims;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Schedules against the published numbers of the networks that run them. */
class EmissionVectorsTest {
  private static final Token HNT = new Token("HNT", 8);
  private static final Duration DAY = Duration.ofDays(1);

  static EpochFacts epoch(long index) {
    return EpochFacts.of(new Epoch(index, Instant.EPOCH, Instant.EPOCH.plus(DAY)));
  }

  private static EpochFacts day(String start) {
    return EpochFacts.of(new Epoch(0, Instant.parse(start), Instant.parse(start).plus(DAY)));
  }

  private static TokenAmount bones(String hnt) throws Exception {
    return HNT.parse(hnt);
  }

  @Test
  void heliumHip20HalvesEveryTwoYears() throws Exception {
    HalvingEmission years = new HalvingEmission(bones("60000000"), 2);
    KnownAnswers.check(
        "emission/helium-hip20", row -> answers("minted", years.at(row.number("year") - 1)));
    // 1 percent of 60 million a year, by the day
    TokenAmount cap = bones("60000000").mulDiv(1, 36_500);
    NetEmission net = new NetEmission(7, cap, TokenAmount.of(300));
    TokenAmount[] smoothed = {net.genesis()};
    KnownAnswers.check("emission/helium-smoothing", row -> {
      EpochFacts facts = EpochFacts.builder(epoch(row.number("day")).epoch())
          .burned(TokenAmount.of(row.integer("burned")))
          .build();
      EmissionSchedule.Step<TokenAmount> step = net.mint(smoothed[0], facts);
      smoothed[0] = step.next();
      return answers("smoothed", step.next(), "minted", step.minted());
    });
    KnownAnswers.check(
        "emission/helium-smoothing-examples",
        row -> answers(
            "next", net.smooth(TokenAmount.of(row.integer("smoothed")), row.integer("burned"))));
    NetEmission low = new NetEmission(7, cap, bones("400"));
    EpochFacts busy = EpochFacts.builder(epoch(0).epoch()).burned(bones("9500")).build();
    assertThat(low.mint(low.genesis(), busy).minted()).isEqualTo(cap);
  }

  /** The schedule of {@code hnt.json}: its last entry whose start has come counts. */
  @Test
  void heliumHip138LooksUpItsTable() {
    List<TableEmission.Row> schedule = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("emission/helium-schedule").rows()) {
      BigDecimal daily =
          row.decimal("yearly").divide(row.decimal("days"), HNT.decimals(), RoundingMode.HALF_UP);
      schedule.add(new TableEmission.Row(
          Instant.parse(row.text("start")), TokenAmount.of(daily.unscaledValue())));
    }
    TableEmission hnt = new TableEmission(schedule, ReadAt.START);
    KnownAnswers.check("emission/helium-schedule", row -> {
      Instant start = Instant.parse(row.text("start"));
      return answers(
          "hnt", HNT.format(hnt.minted(day(start.toString()))),
          "before", HNT.format(hnt.minted(day(start.minusSeconds(1).toString()))));
    });
  }

  @Test
  void heliumHip149TopsUpWhenThePriceIsLow() throws Exception {
    TokenAmount cap = bones("1644");
    BackstopEmission backstop = new BackstopEmission(
        new ConstantEmission(bones("20548")),
        new NetEmission(7, cap, TokenAmount.ZERO),
        70,
        BigInteger.TEN.pow(11));
    KnownAnswers.check("emission/helium-backstop", row -> {
      BigInteger credits = row.integer("credits");
      BigInteger price = row.integer("price");
      BigInteger share = row.integer("share");
      EpochFacts facts = EpochFacts.builder(epoch(0).epoch())
          .figure(EpochFacts.CREDITS_BURNED, credits)
          .figure(EpochFacts.PRICE, price)
          .figure(BackstopEmission.SHARE, share)
          .build();
      BackstopEmission.Outcome outcome =
          backstop.outcome(TokenAmount.of(row.integer("smoothed")), facts);
      TokenAmount cap3 = backstop.deployerCap(credits, price);
      BigInteger deployers = backstop.deployers(outcome.minted().toBigInteger(), share);
      assertThat(outcome.reEmitted().plus(outcome.topUp()))
          .isLessThanOrEqualTo(outcome.smoothed().max(cap));
      return answers(
          "re-emitted", outcome.reEmitted(),
          "top-up", outcome.topUp(),
          "minted", outcome.minted(),
          "cap", cap3,
          "floor", backstop.floor(credits, price),
          "baseline",
              backstop.deployers(outcome.minted().minus(outcome.topUp()).toBigInteger(), share),
          "deployers", deployers,
          "overflow", HeliumClaims.overflow(TokenAmount.of(deployers), cap3, TokenAmount.MAX));
    });
  }

  /** HIP-149: if the oracle has no fresh price the mechanism is dormant and issuance goes on. */
  @Test
  void heliumHip149SleepsWithoutAPrice() throws Exception {
    BackstopEmission backstop = new BackstopEmission(
        new ConstantEmission(TokenAmount.of(1_000)),
        new NetEmission(7, TokenAmount.of(10), TokenAmount.ZERO),
        70,
        BigInteger.TEN);
    EpochFacts noPrice = EpochFacts.builder(epoch(0).epoch())
        .burned(TokenAmount.of(700))
        .figure(EpochFacts.CREDITS_BURNED, BigInteger.TEN.pow(20))
        .figure(BackstopEmission.SHARE, BigInteger.ONE)
        .build();
    assertThat(backstop.mint(TokenAmount.ZERO, noPrice).minted()).isEqualTo(TokenAmount.of(1_010));
    EpochFacts uncertain = EpochFacts.builder(epoch(0).epoch())
        .burned(TokenAmount.of(700))
        .figure(EpochFacts.CREDITS_BURNED, BigInteger.TEN.pow(20))
        .figure(BackstopEmission.SHARE, BigInteger.ONE)
        .price(100)
        .figure(EpochFacts.PRICE_CONFIDENCE, BigInteger.valueOf(50))
        .build();
    assertThat(backstop.mint(TokenAmount.ZERO, uncertain).minted())
        .isEqualTo(TokenAmount.of(1_010));
  }

  /** HIP-149, {@code supplement.rs}. */
  @Test
  void heliumsSupplementTapers() throws Exception {
    TaperEmission supplement = new TaperEmission(
        Instant.ofEpochSecond(1_785_931_200L),
        Duration.ofDays(360),
        Duration.ofDays(720),
        bones("98000"),
        ReadAt.START);
    Instant first = Instant.parse("2026-08-06T00:00:00Z");
    BigInteger[] total = {BigInteger.ZERO};
    long[] next = {0};
    KnownAnswers.check("emission/helium-supplement", row -> {
      TokenAmount minted = TokenAmount.ZERO;
      for (; next[0] <= row.number("day"); next[0]++) {
        minted = supplement.minted(day(first.plus(DAY.multipliedBy(next[0])).toString()));
        total[0] = total[0].add(minted.toBigInteger());
      }
      return answers("minted", minted, "both", total[0].shiftLeft(1).divide(BigInteger.TEN.pow(3)));
    });
    assertThat(supplement.minted(day("2026-08-05T11:59:59Z"))).isEqualTo(TokenAmount.ZERO);
  }

  /** DIP-2 and its amendment. */
  @Test
  void dimoDecaysByFifteenPercentAYear() throws Exception {
    Token dimo = new Token("DIMO", 18);
    DecayEmission weekly = new DecayEmission(dimo.parse("1105000"), Fraction.of(85, 100), 52);
    KnownAnswers.check("emission/dimo", row -> {
      BigDecimal issued = new BigDecimal(dimo.format(sum(weekly, row.number("weeks"))));
      return answers(
          "published", issued.setScale(0, RoundingMode.HALF_UP),
          "issued", issued.setScale(4, RoundingMode.HALF_UP));
    });
  }

  private static TokenAmount sum(DecayEmission schedule, long epochs) {
    TokenAmount sum = TokenAmount.ZERO;
    for (long epoch = 0; epoch < epochs; epoch++) {
      sum = sum.plus(schedule.at(epoch));
    }
    return sum;
  }

  /** Tokens a second in 18 decimals, as the contract holds them. */
  @Test
  void curveDividesByTheFourthRootOfTwo() {
    DecayEmission curve = new DecayEmission(
        TokenAmount.of(8_714_335_457_889_396_245L),
        new Fraction(BigInteger.TEN.pow(18), new BigInteger("1189207115002721024")),
        1);
    KnownAnswers.check("emission/curve", row -> answers("rate", curve.at(row.number("year"))));
  }

  @Test
  void weatherXmPaysTheSameUntilTheVaultIsEmpty() throws Exception {
    TokenAmount daily = new Token("WXM", 18).parse("14246");
    KnownAnswers.check("emission/weatherxm", row -> {
      TokenAmount content = TokenAmount.of(row.integer("vault"));
      CappedEmission vault =
          new CappedEmission(new ConstantEmission(daily), TokenAmount.MAX, content);
      String state = vault.genesisText();
      int fullDays = 0;
      TokenAmount sum = TokenAmount.ZERO;
      TokenAmount last = TokenAmount.ZERO;
      TokenAmount tenYears = TokenAmount.ZERO;
      for (int day = 0; day < 3_700; day++) {
        EmissionSchedule.Step<String> step = vault.mintText(state, epoch(day));
        state = step.next();
        sum = sum.plus(step.minted());
        fullDays += step.minted().equals(daily) ? 1 : 0;
        last = step.minted().isZero() ? last : step.minted();
        tenYears = day == 3_649 ? sum : tenYears;
      }
      assertThat(sum).isEqualTo(content);
      return answers(
          "daily", vault.mintText(vault.genesisText(), epoch(0)).minted(),
          "full-days", fullDays,
          "last-day", last,
          "ten-years", tenYears);
    });
  }

  @Test
  void geodnetHalvesEveryYear() {
    HalvingEmission perHour = new HalvingEmission(TokenAmount.of(200_000_000L), 1);
    KnownAnswers.check("emission/geodnet", row -> {
      TokenAmount hour = perHour.at(row.number("year"));
      return answers("hour", hour, "day", hour.times(24));
    });
  }

  @Test
  void hivemapperMintsAQuarterAgain() {
    RemintEmission remint = new RemintEmission(Fraction.of(25, 100), TokenAmount.of(500_000));
    KnownAnswers.check("emission/hivemapper", row -> {
      TokenAmount burned = TokenAmount.of(row.integer("burned"));
      TokenAmount minted =
          remint.minted(EpochFacts.builder(epoch(0).epoch()).burned(burned).build());
      return answers("minted", minted, "gone", burned.minus(minted));
    });
  }

  @Test
  void theBaseFeeIsThatOfEip1559() {
    // elasticity 2: the target is half the limit
    KnownAnswers.check(
        "emission/eip-1559",
        row -> answers(
            "next",
            BaseFee.EIP_1559.next(
                TokenAmount.of(row.integer("fee")), row.number("limit") / 2, row.number("used"))));
    assertThat(BaseFee.burned(TokenAmount.of(7), 21_000)).isEqualTo(TokenAmount.of(147_000));
  }

  /** Livepeer's {@code Minter.sol}: up below the target, down above it, unchanged at it, never below zero. */
  @Test
  void livepeersInflationMovesTowardsItsTarget() {
    KnownAnswers.check("emission/livepeer", row -> {
      EpochFacts facts = EpochFacts.builder(epoch(0).epoch())
          .supply(TokenAmount.of(row.number("supply")))
          .bonded(TokenAmount.of(row.number("bonded")))
          .build();
      EmissionSchedule.Step<Long> round = new BondingInflationEmission(
              0, row.number("change"), 500_000_000L)
          .mint(row.number("rate"), facts);
      return answers("rate-after", round.next(), "minted", round.minted());
    });
  }
}
