package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.preset.HeliumClaims;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Schedules against the published numbers of the networks that run them. */
class EmissionVectorsTest {
  private static final Token HNT = new Token("HNT", 8);
  private static final Duration DAY = Duration.ofDays(1);

  private static JsonNode json(String file) throws Exception {
    return new ObjectMapper().readTree(Vectors.text(file));
  }

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
    String file = "emission/helium_hip20.json";
    JsonNode vectors = json(file);
    HalvingEmission years = new HalvingEmission(bones("60000000"), 2);
    int checked = 0;
    BigInteger sum = BigInteger.ZERO;
    int fractions = 0;
    for (JsonNode row : vectors.get("rows")) {
      long year = row.get("year").asLong();
      BigInteger exactStart =
          new BigInteger(row.get("hntAtStartOfYear_bones_floor").asText());
      // each year that is no whole number of bones is rounded down, by less than one bone
      assertThat(exactStart.subtract(sum))
          .as("year %d", year)
          .isBetween(BigInteger.ZERO, BigInteger.valueOf(fractions));
      String[] fraction = row.get("mintedInYear_bones_exactFraction").asText().split("/");
      BigInteger[] exact = new BigInteger(fraction[0])
          .divideAndRemainder(fraction.length == 1 ? BigInteger.ONE : new BigInteger(fraction[1]));
      assertThat(years.at(year - 1).toBigInteger()).as("year %d", year).isEqualTo(exact[0]);
      BigDecimal minted = new BigDecimal(row.get("minted_hnt").asText());
      assertThat(new BigDecimal(HNT.format(years.at(year - 1))))
          .isEqualByComparingTo(minted.setScale(8, java.math.RoundingMode.DOWN));
      fractions += exact[1].signum();
      sum = sum.add(exact[0]);
      checked += 3;
    }
    NetEmission net = new NetEmission(7, bones("1643.83561643"), TokenAmount.of(300));
    TokenAmount smoothed = net.genesis();
    for (JsonNode row : vectors.get("smoothingTrace")) {
      EpochFacts facts = EpochFacts.builder(epoch(row.get("day").asLong()).epoch())
          .burned(TokenAmount.parse(row.get("burn").asText()))
          .build();
      EmissionSchedule.Step<TokenAmount> step = net.mint(smoothed, facts);
      smoothed = step.next();
      assertThat(smoothed).hasToString(row.get("smoothed").asText());
      assertThat(step.minted()).hasToString(row.get("netEmission").asText());
      checked += 2;
    }
    Vectors.report(file, checked, "");
  }

  /** Helium vectors J1 to J8: the table of {@code hnt.json}, the lookup rule, and the examples of the documentation. */
  @Test
  void heliumHip138LooksUpItsTable() throws Exception {
    TableEmission hnt = new TableEmission(
        List.of(
            new TableEmission.Row(Instant.parse("2023-08-02T00:00:00Z"), bones("82191.78082192")),
            new TableEmission.Row(Instant.parse("2023-08-03T00:00:00Z"), bones("40983.60655738")),
            new TableEmission.Row(Instant.parse("2024-08-01T00:00:01Z"), bones("41095.89041096")),
            new TableEmission.Row(Instant.parse("2025-08-01T00:00:01Z"), bones("20547.94520548"))),
        ReadAt.START);
    assertThat(hnt.minted(day("2023-08-01T23:59:59Z"))).isEqualTo(TokenAmount.ZERO);
    assertThat(hnt.minted(day("2023-08-02T00:00:00Z"))).hasToString("8219178082192");
    assertThat(hnt.minted(day("2023-08-03T00:00:00Z"))).hasToString("4098360655738");
    assertThat(hnt.minted(day("2024-08-01T00:00:00Z"))).hasToString("4098360655738");
    assertThat(hnt.minted(day("2024-08-01T00:00:01Z"))).hasToString("4109589041096");
    assertThat(hnt.minted(day("2026-08-20T00:00:00Z"))).hasToString("2054794520548");
    NetEmission net = new NetEmission(7, bones("1643.83561643"), bones("400"));
    assertThat(net.smooth(bones("400"), bones("9500").toBigInteger())).hasToString("169999999999");
    assertThat(net.smooth(bones("1650"), bones("200").toBigInteger())).hasToString("144285714285");
    // HIP-20: 1 percent of 60 million a year, by the day, and of 3,424 for half an hour
    assertThat(bones("60000000").mulDiv(1, 36_500)).isEqualTo(bones("1643.83561643"));
    assertThat(bones("3424").mulDiv(1, 100)).isEqualTo(bones("34.24"));
    EpochFacts busy = EpochFacts.builder(epoch(0).epoch()).burned(bones("9500")).build();
    assertThat(net.mint(net.genesis(), busy).minted()).isEqualTo(bones("1643.83561643"));
    Vectors.report("helium.md rows J1-J8, tokenomics.md row 10", 11, "");
  }

  @Test
  void heliumHip149TopsUpWhenThePriceIsLow() throws Exception {
    String file = "emission/helium_hip149_backstop.json";
    JsonNode vectors = json(file);
    JsonNode in = vectors.get("inputs");
    TokenAmount cap = TokenAmount.parse(in.get("net_emissions_cap").asText());
    BackstopEmission backstop = new BackstopEmission(
        new ConstantEmission(TokenAmount.parse(in.get("emission").asText())),
        new NetEmission(7, cap, TokenAmount.ZERO),
        70,
        new BigInteger(in.get("decimals_factor").asText()));
    BigInteger credits = in.get("mobile_dc_burned").bigIntegerValue();
    int checked = 0;
    for (JsonNode row : vectors.get("cases")) {
      BigInteger price = row.get("price").decimalValue().movePointRight(8).toBigIntegerExact();
      EpochFacts facts = EpochFacts.builder(epoch(0).epoch())
          .figure(EpochFacts.CREDITS_BURNED, credits)
          .figure(EpochFacts.PRICE, price)
          .figure(BackstopEmission.SHARE, in.get("mobile_share_u32").bigIntegerValue())
          .build();
      BackstopEmission.Outcome outcome =
          backstop.outcome(TokenAmount.parse(row.get("smoothed_hnt_burned").asText()), facts);
      assertThat(outcome.reEmitted()).hasToString(row.get("existing_re_emit").asText());
      assertThat(outcome.topUp()).hasToString(row.get("top_up").asText());
      assertThat(outcome.minted()).hasToString(row.get("total_rewards").asText());
      TokenAmount cap3 = backstop.deployerCap(credits, price);
      assertThat(cap3).hasToString(row.get("deployer_cap_hnt").asText());
      BigInteger share = in.get("mobile_share_u32").bigIntegerValue();
      BigInteger before = outcome.minted().minus(outcome.topUp()).toBigInteger();
      assertThat(backstop.floor(credits, price))
          .hasToString(row.get("target_hnt").asText());
      assertThat(backstop.deployers(before, share))
          .hasToString(row.get("deployer_baseline").asText());
      BigInteger bucket = backstop.deployers(outcome.minted().toBigInteger(), share);
      assertThat(bucket).hasToString(row.get("mobile_data_bucket").asText());
      assertThat(HeliumClaims.overflow(TokenAmount.of(bucket), cap3, TokenAmount.MAX))
          .hasToString(row.get("overflow_to_stakers(if escrow allows)").asText());
      assertThat(outcome.reEmitted().plus(outcome.topUp()))
          .isLessThanOrEqualTo(outcome.smoothed().max(cap));
      checked += 8;
    }
    Vectors.report(file + ", tokenomics.md rows 16-17", checked, "");
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

  /** HIP-149, {@code supplement.rs}; Helium vectors J20. */
  @Test
  void heliumsSupplementTapers() throws Exception {
    TaperEmission supplement = new TaperEmission(
        Instant.ofEpochSecond(1_785_931_200L),
        Duration.ofDays(360),
        Duration.ofDays(720),
        bones("98000"),
        ReadAt.START);
    String[][] rows = {
      {"0", "9800000000000"},
      {"359", "9800000000000"},
      {"360", "9793194444444"},
      {"361", "9779583333333"},
      {"720", "4893194444444"},
      {"1079", "6805555555"},
      {"1080", "0"}
    };
    Instant first = Instant.parse("2026-08-06T00:00:00Z");
    for (String[] row : rows) {
      assertThat(supplement.minted(
              day(first.plus(DAY.multipliedBy(Long.parseLong(row[0]))).toString())))
          .as("day %s", row[0])
          .hasToString(row[1]);
    }
    BigInteger total = BigInteger.ZERO;
    for (int day = 0; day < 1100; day++) {
      total = total.add(
          supplement.minted(day(first.plus(DAY.multipliedBy(day)).toString())).toBigInteger());
    }
    // both sub-networks: 141,119,999.99999 HNT (row 19)
    BigInteger both = total.shiftLeft(1);
    assertThat(HNT.format(TokenAmount.of(both))).startsWith("141119999.99999");
    assertThat(supplement.minted(day("2026-08-05T11:59:59Z"))).isEqualTo(TokenAmount.ZERO);
    Vectors.report("helium.md row J20, tokenomics.md row 19", rows.length + 1, "");
  }

  /** DIP-2 and its amendment; rows 31 and 32. */
  @Test
  void dimoDecaysByFifteenPercentAYear() throws Exception {
    Token dimo = new Token("DIMO", 18);
    DecayEmission weekly = new DecayEmission(dimo.parse("1105000"), Fraction.of(85, 100), 52);
    assertThat(weekly.at(51)).isEqualTo(dimo.parse("1105000"));
    assertThat(weekly.at(52)).isEqualTo(dimo.parse("939250"));
    assertThat(dimo.format(sum(weekly, 40 * 52))).startsWith("382491185.1345");
    assertThat(dimo.format(sum(weekly, 364))).isEqualTo("260264270.0490625");
    Vectors.report("tokenomics.md rows 31-32", 2, "");
  }

  private static TokenAmount sum(DecayEmission schedule, long epochs) {
    TokenAmount sum = TokenAmount.ZERO;
    for (long epoch = 0; epoch < epochs; epoch++) {
      sum = sum.plus(schedule.at(epoch));
    }
    return sum;
  }

  /** Row 44: tokens a second in 18 decimals, as the contract holds them. */
  @Test
  void curveDividesByTheFourthRootOfTwo() {
    DecayEmission curve = new DecayEmission(
        TokenAmount.of(8_714_335_457_889_396_245L),
        new Fraction(BigInteger.TEN.pow(18), new BigInteger("1189207115002721024")),
        1);
    assertThat(curve.at(1)).hasToString("7327853447857530670");
    assertThat(curve.at(2)).hasToString("6161965695807970181");
    assertThat(curve.at(3)).hasToString("5181574864521283150");
    Vectors.report("tokenomics.md row 44", 4, "");
  }

  @Test
  void weatherXmPaysTheSameUntilTheVaultIsEmpty() throws Exception {
    String file = "emission/weatherxm.json";
    JsonNode vectors = json(file);
    Token wxm = new Token("WXM", 18);
    TokenAmount daily = TokenAmount.parse(vectors.get("maxDailyEmission_wei").asText());
    assertThat(daily).isEqualTo(wxm.parse("14246"));
    CappedEmission vault =
        new CappedEmission(new ConstantEmission(daily), TokenAmount.MAX, wxm.parse("52000000"));
    String state = vault.genesisText();
    int fullDays = 0;
    TokenAmount sum = TokenAmount.ZERO;
    TokenAmount partial = TokenAmount.ZERO;
    for (int day = 0; day < 3_700; day++) {
      EmissionSchedule.Step<String> step = vault.mintText(state, epoch(day));
      state = step.next();
      sum = sum.plus(step.minted());
      if (step.minted().equals(daily)) {
        fullDays++;
        if (day == 3_649) {
          assertThat(sum).isEqualTo(wxm.parse(vectors.get("days10y_3650").asText()));
        }
      } else if (!step.minted().isZero()) {
        partial = step.minted();
      }
    }
    assertThat(fullDays).isEqualTo(vectors.get("fullDays_for_52M").asInt());
    assertThat(partial).isEqualTo(wxm.parse(vectors.get("lastPartialDay_WXM").asText()));
    assertThat(sum).isEqualTo(wxm.parse("52000000"));
    Vectors.report(file, 4, "");
  }

  @Test
  void geodnetHalvesEveryYear() throws Exception {
    String file = "emission/geodnet.json";
    HalvingEmission perHour = new HalvingEmission(TokenAmount.of(200_000_000L), 1);
    int checked = 0;
    for (JsonNode row : json(file).get("yearly")) {
      String[] hour = row.get("perHour").asText().split("/");
      String[] day = row.get("perDay").asText().split("/");
      TokenAmount minted = perHour.at(row.get("yearIndex").asLong());
      long divisor = hour.length == 1 ? 1 : Long.parseLong(hour[1]);
      assertThat(minted.times(divisor))
          .isEqualTo(TokenAmount.of(100_000_000L * Long.parseLong(hour[0])));
      long dayDivisor = day.length == 1 ? 1 : Long.parseLong(day[1]);
      assertThat(minted.times(24).times(dayDivisor))
          .isEqualTo(TokenAmount.of(100_000_000L * Long.parseLong(day[0])));
      checked += 2;
    }
    Vectors.report(file, checked, "");
  }

  @Test
  void hivemapperMintsAQuarterAgain() throws Exception {
    String file = "emission/hivemapper_mip15.json";
    RemintEmission remint = new RemintEmission(Fraction.of(25, 100), TokenAmount.of(500_000));
    int checked = 0;
    for (JsonNode row : json(file).get("cases")) {
      TokenAmount burned = TokenAmount.of(row.get("weeklyBurn").asLong());
      TokenAmount minted =
          remint.minted(EpochFacts.builder(epoch(0).epoch()).burned(burned).build());
      assertThat(minted).isEqualTo(TokenAmount.of(row.get("remint").asLong()));
      assertThat(burned.minus(minted))
          .isEqualTo(TokenAmount.of(row.get("permanent").asLong()));
      checked += 2;
    }
    Vectors.report(file, checked, "");
  }

  @Test
  void theBaseFeeIsThatOfEip1559() throws Exception {
    String file = "emission/eip1559.json";
    int checked = 0;
    for (JsonNode row : json(file).get("cases")) {
      // elasticity 2: the target is half the limit
      TokenAmount fee = BaseFee.EIP_1559.next(
          TokenAmount.of(row.get("parentBaseFee").asLong()),
          row.get("gasLimit").asLong() / 2,
          row.get("gasUsed").asLong());
      assertThat(fee).isEqualTo(TokenAmount.of(row.get("baseFee").asLong()));
      checked++;
    }
    assertThat(BaseFee.burned(TokenAmount.of(7), 21_000)).isEqualTo(TokenAmount.of(147_000));
    Vectors.report(file, checked, "");
  }

  /** Livepeer's {@code Minter.sol}: up below the target, down above it, unchanged at it, never below zero. */
  @Test
  void livepeersInflationMovesTowardsItsTarget() throws Exception {
    BondingInflationEmission livepeer = new BondingInflationEmission(1_000, 500, 500_000_000L);
    TokenAmount supply = TokenAmount.of(2_000_000_000L);
    long[][] rows = {
      {999_999_999L, 1_500, 3_000}, {1_000_000_000L, 1_000, 2_000}, {1_000_000_002L, 500, 1_000}
    };
    for (long[] row : rows) {
      EpochFacts facts = EpochFacts.builder(epoch(0).epoch())
          .supply(supply)
          .bonded(TokenAmount.of(row[0]))
          .build();
      EmissionSchedule.Step<Long> step = livepeer.mint(1_000L, facts);
      assertThat(step.next()).isEqualTo(row[1]);
      assertThat(step.minted()).isEqualTo(TokenAmount.of(row[2]));
    }
    EpochFacts all =
        EpochFacts.builder(epoch(0).epoch()).supply(supply).bonded(supply).build();
    assertThat(livepeer.mint(100L, all).next()).isZero();
  }
}
