package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** The published numbers of networks that are paid by usage, and of the smaller ones. */
class SmallerNetworksTest extends PresetNumbers {
  private static BigInteger whole(JsonNode text) {
    return new BigInteger(text.asText().replaceAll("[^0-9]", ""));
  }

  /** Tokenomics rows 37 and 38; RNP-001, RNP-003 and RNP-006. */
  @Test
  void renderMintsAndBurns() throws Exception {
    String file = "emission/render.json";
    JsonNode values = new ObjectMapper().readTree(Vectors.text(file)).get("values");
    JsonNode checks = new ObjectMapper().readTree(Vectors.text(file)).get("checks");
    TokenAmount one = TokenAmount.of(100_000_000);
    TokenAmount month = minted("render", 0, "2024-01-01T00:00:00Z");
    assertThat(month.toBigInteger())
        .isEqualTo(whole(values.get("perMonth_y1")).multiply(one.toBigInteger()));
    assertThat(month.times(12).toBigInteger())
        .isEqualTo(whole(values.get("year1")).multiply(one.toBigInteger()));
    assertThat(checks.get("9126804/12").decimalValue()).isEqualByComparingTo("760567");
    assertThat(minted("render", 11, "2024-01-01T00:00:00Z")).isEqualTo(month);
    for (int year : new int[] {1, 2}) {
      TokenAmount later = minted("render", 12L * year, "2025-01-01T00:00:00Z").times(12);
      // 5.9 million, less what twelve rounded months leave
      assertThat(TokenAmount.of(590_000_000_000_000L).minus(later)).isLessThan(TokenAmount.of(12));
    }
    assertThat(minted("render", 36, "2027-01-01T00:00:00Z")).isEqualTo(TokenAmount.ZERO);
    Allocation allocation = divide("render", month.toString());
    TokenAmount half = pool(allocation, "foundation").amount();
    // the values have one decimal
    assertThat(half.times(10).toBigInteger())
        .isEqualTo(whole(values.get("half")).multiply(one.toBigInteger()));
    assertThat(half.times(30).toBigInteger())
        .isEqualTo(whole(values.get("perQuarterHalf")).multiply(one.toBigInteger()));
    BigDecimal nodes = new BigDecimal(pool(allocation, "nodes").amount().toBigInteger(), 8);
    assertThat(nodes.setScale(0, java.math.RoundingMode.HALF_UP))
        .isEqualByComparingTo(new BigDecimal(whole(values.get("nodeOperatorsMonth"))));
    assertThat(TokenAmount.of(6_251).times(7).toBigInteger())
        .isEqualTo(checks.get("6251*7").bigIntegerValue());
    assertThat(new BigDecimal(536_870_912).multiply(new BigDecimal("0.2")))
        .isEqualByComparingTo(checks.get("20%").decimalValue());
    assertThat(9_126_804 / 107_374_182.0)
        .isCloseTo(
            checks.get("9126804/107374182").asDouble(),
            org.assertj.core.api.Assertions.within(1e-12));
    assertThat(new BigDecimal("0.1").add(new BigDecimal("0.9").multiply(new BigDecimal("0.04"))))
        .isEqualByComparingTo(checks.get("A").decimalValue());
    add(1, "node-score/1", 500_000);
    add(2, "node-score/1", 49_500_000);
    assertThat(paid(divide("render-compute", "9507100000000"), "nodes").get(0))
        .isEqualTo("95071000000");
    Vectors.report(
        file + ", tokenomics.md rows 37-38",
        13,
        "RNP-013 prints 43,758 where 6,251 * 7 is 43,757; the damping after year 5 has no table");
  }

  /** Tokenomics row 34: streaks of {@code streak_test.go}. */
  @Test
  void dimoStreaksFallBackALevel() {
    int[][] rows = {
      // weeks, missed, connected, weeks after, level after
      {0, 0, 1, 1, 1},
      {3, 0, 1, 4, 2},
      {19, 0, 1, 20, 2},
      {20, 0, 1, 21, 3},
      {35, 0, 1, 36, 4},
      {22, 0, 0, 22, 3},
      {22, 1, 0, 22, 3},
      {22, 2, 0, 4, 2},
      {10, 2, 0, 0, 1},
      {40, 2, 0, 21, 3},
      {2, 2, 0, 0, 1},
      {22, 2, 1, 23, 3}
    };
    for (int[] row : rows) {
      DimoStreak next = new DimoStreak(row[0], row[1]).next(row[2] == 1);
      assertThat(next.weeks()).as("%d weeks, missed %d", row[0], row[1]).isEqualTo(row[3]);
      assertThat(next.level()).isEqualTo(row[4]);
      // a missed week earns nothing, whatever the level
      assertThat(next.points()).isEqualTo(row[2] == 1 ? (row[4] - 1) * 1000 : 0);
    }
    DimoStreak lost = new DimoStreak(40, 0);
    for (int week = 0; week < 9; week++) {
      lost = lost.next(false);
    }
    assertThat(lost.weeks()).isZero();
    assertThatThrownBy(() -> new DimoStreak(-1, 0)).hasMessageContaining("-1");
    Vectors.report("tokenomics.md row 34", rows.length, "dimo.json is not among the files");
  }

  private static Instant date(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  @Test
  void storjHoldsAndReturns() throws Exception {
    String file = "storj/reputation_payout_repair.json";
    JsonNode vectors = new ObjectMapper().readTree(Vectors.text(file));
    JsonNode withheld = vectors.get("withheld");
    Instant created = date(withheld.get("nodeCreated").asText());
    int checked = 0;
    for (JsonNode row : withheld.get("rows")) {
      assertThat(StorjPayout.LIVE.withholding(created, date(row.get(0).asText())))
          .as(row.toString())
          .isEqualTo(new StorjPayout.Withholding(row.get(1).asInt(), row.get(2).asBoolean()));
      checked++;
    }
    JsonNode components = vectors.get("statements").get("components");
    String[] used = {"atRest", "get", "put", "getRepair", "putRepair", "getAudit"};
    long[] rates = {2, 3, 5, 7, 11, 13};
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < used.length; i++) {
      Tariff tariff =
          new Tariff(used[i], BigDecimal.valueOf(rates[i]), i == 0 ? Tariff.GB : Tariff.TB);
      BigInteger usage = tariff.quantity().multiply(BigInteger.valueOf(i + 1));
      BigInteger cost = tariff.cost(usage, 0).toBigIntegerExact();
      assertThat(cost).as(used[i]).hasToString(components.get(used[i]).asText());
      total = total.add(cost);
      checked++;
    }
    assertThat(total).hasToString(components.get("total").asText());
    StorjPayout test = new StorjPayout(List.of(50), 60);
    Instant end = date("2019-12-01");
    StorjPayout.Withholding young = test.withholding(date("2019-11-02"), end);
    StorjPayout.Withholding old = test.withholding(date("2019-11-01"), end);
    List<StorjPayout.Statement> statements = List.of(
        test.statement(184, young, StorjPayout.Held.NOTHING, StorjPayout.Standing.ACTIVE),
        test.statement(184, old, new StorjPayout.Held(40, 0), StorjPayout.Standing.ACTIVE),
        test.statement(184, old, new StorjPayout.Held(40, 24), StorjPayout.Standing.ACTIVE),
        test.statement(184, old, new StorjPayout.Held(40, 24), StorjPayout.Standing.GRACEFUL_EXIT),
        test.statement(184, young, StorjPayout.Held.NOTHING, StorjPayout.Standing.UNPAID));
    for (int i = 0; i < statements.size(); i++) {
      JsonNode row = vectors.get("statements").get("cases").get(i);
      assertThat(statements.get(i))
          .as(row.toString())
          .isEqualTo(new StorjPayout.Statement(
              row.get("owed").asLong(),
              row.get("held").asLong(),
              row.get("disposed").asLong()));
      checked++;
    }
    assertThat(StorjPayout.percentOf(200, 20)).isEqualTo(40);
    assertThat(StorjPayout.percentOf(200, 300)).isEqualTo(600);
    Vectors.report(
        file + ", tokenomics.md row 47, storage.md rows E10-E14",
        checked + 3,
        "reputation, audit history and repair are proofs and not rewards");
  }

  /** Competition vectors 11, 12, 23, 24, 28 and 36, and render.json. */
  @Test
  void smallerNetworks() throws Exception {
    Allocation xnet = divide("xnet", "2500000000000000");
    assertThat(xnet.pools())
        .extracting(p -> p.amount().toString())
        .containsExactly(
            "2500000000000000", "1750000000000000", "625000000000000", "125000000000000");
    TokenAmount wings = minted("wingbits", 0, "2025-03-13T00:00:00Z", "active-hexes", "10000");
    assertThat(wings).hasToString("240000" + "0".repeat(18));
    for (int i = 0; i < 2400; i++) {
      add(i, "station-rank/1", 5);
    }
    assertThat(paid(divide("wingbits", wings.toString()), "stations"))
        .containsOnly("100" + "0".repeat(18));
    contributions.clear();
    assertThat(minted("render-compute", 0, "2024-01-01T00:00:00Z", "nodes", "1000"))
        .hasToString("7500000000000");
    assertThat(minted("render-compute", 0, "2024-01-01T00:00:00Z", "nodes", "1200"))
        .hasToString("8408520000000");
    Allocation glow = divide("glow", "230000");
    assertThat(glow.pools())
        .extracting(p -> p.amount().toString())
        .containsExactly("230000", "175000", "40000", "15000");
    DeChargeScore charger = new DeChargeScore(1, 100, 50, 50, 20, 50, 0, 1, 1, 60);
    assertThat(charger.thousandths()).isEqualTo(18_500);
    contributions.clear();
    add(1, "charge-value/1", 18_500);
    assertThat(paid(divide("decharge", "1000000000000"), "chargers")).containsExactly("18500000");
    assertThat(new DeChargeScore(1, 1, 50, 50, 0, 0, 0, 1, 1, 60).thousandths()).isZero();
    assertThatThrownBy(() -> new DeChargeScore(1, 1, 50, 50, 20, 10, 0, 1, 1, 60))
        .hasMessageContaining("20, 10");
    Vectors.report("competition.md rows 11, 12, 23, 24, 28, 36", 14, "");
  }
}
