package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks' published numbers, from the policy files. */
class PresetsTest {
  private final List<Contribution> contributions = new ArrayList<>();

  static List<String> names() {
    return Presets.names();
  }

  private static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  private static DeviceId device(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      text.insert(
          0, "abcdefghijklmnopqrstuvwxyz234567".charAt(i < 6 ? number >>> (5 * i) & 31 : 0));
    }
    return new DeviceId("dev-" + text);
  }

  private void add(int number, String kind, long units) {
    contributions.add(
        new Contribution(device(number), operator(number), new ProofKind(kind), units));
  }

  private Allocation divide(String preset, String baseUnits, String... figures) throws Exception {
    TreeMap<String, BigInteger> map = new TreeMap<>();
    for (int i = 0; i < figures.length; i += 2) {
      map.put(figures[i], new BigInteger(figures[i + 1]));
    }
    return Presets.policy(preset)
        .allocate(TokenAmount.parse(baseUnits), Collections.emptySortedMap(), contributions, map);
  }

  private static List<String> paid(Allocation allocation, String pool) {
    return allocation
        .lines()
        .filter(l -> l.pool().equals(pool))
        .map(AllocationLine::amount)
        .map(TokenAmount::toString)
        .toList();
  }

  private static PoolResult pool(Allocation allocation, String name) {
    return allocation.pools().stream()
        .filter(p -> p.pool().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static TokenAmount minted(String preset, long epoch, String start, String... figures)
      throws Exception {
    Instant at = Instant.parse(start);
    EpochFacts.Builder facts = EpochFacts.builder(new Epoch(epoch, at, at.plusSeconds(1)));
    for (int i = 0; i < figures.length; i += 2) {
      facts.figure(figures[i], new BigInteger(figures[i + 1]));
    }
    RewardPolicy policy = Presets.policy(preset);
    return policy
        .emission()
        .mintText(policy.emission().genesisText(), facts.build())
        .minted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPresetNamesItsSourceAndComesBackFromItsCanonicalForm(String name) throws Exception {
    assertThat(Presets.file(name)).contains("# Source: ");
    RewardPolicy policy = Presets.policy(name);
    assertThat(RewardPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThatThrownBy(() -> Presets.file("none")).hasMessageContaining("none");
  }

  /** Helium vectors D5. */
  @Test
  void heliumIotIntegrationRun() throws Exception {
    add(1, "beacon/1", 1);
    add(2, "beacon/1", 2);
    add(3, "witness/1", 2);
    add(4, "witness/1", 3);
    add(5, "data-credits/1", 1_000_000_000_000L);
    add(6, "data-credits/1", 2_000_000_000_000L);
    Allocation allocation = divide("helium-iot-2025", "89041095890411", "price", "1");
    assertThat(paid(allocation, "beacons")).containsExactly("1780821917808", "3561643835616");
    assertThat(paid(allocation, "witnesses")).containsExactly("8547945205479", "12821917808219");
    assertThat(paid(allocation, "data")).containsExactly("14840182648401", "29680365296803");
    assertThat(pool(allocation, "operations").left()).hasToString("6232876712328");
    assertThat(pool(allocation, "oracles").left()).hasToString("6232876712328");
    assertThat(allocation.unallocatedItems().stream()
            .filter(u -> List.of("beacons", "witnesses", "data", "emission").contains(u.pool()))
            .map(u -> u.amount())
            .reduce(TokenAmount.ZERO, TokenAmount::plus))
        .isLessThan(TokenAmount.of(6));
    Vectors.report(
        "helium.md row D5",
        8,
        "Helium counts 2 unallocated of whole fractions; pools here are whole");
  }

  /** Helium vectors H2, H4, H13 and H14. */
  @Test
  void heliumMobileBeforeHip149() throws Exception {
    for (int i = 1; i <= 10_000; i++) {
      add(i, "mapping/1", 60);
    }
    add(20_001, "data-credits/1", Long.MAX_VALUE / 4);
    Allocation allocation = divide("helium-mobile-2024", "82191780821917", "price", "100000000");
    PoolResult mappers = pool(allocation, "mappers");
    assertThat(mappers.amount()).hasToString("16438356164383");
    assertThat(mappers.lines()).allMatch(l -> l.amount().toString().equals("1643835616"));
    assertThat(mappers.paid()).hasToString("16438356160000");
    assertThat(mappers.left()).hasToString("4383");
    assertThat(pool(allocation, "data").paid()).hasToString("32876712328766");
    assertThat(pool(allocation, "coverage").amount()).hasToString("16438356164383");
    assertThat(pool(allocation, "oracles").left()).hasToString("3287671232876");
    contributions.clear();
    for (int i = 0; i < 3; i++) {
      add(i, "mapping/1", 1);
    }
    Allocation three = divide("helium-mobile-2024", "82191780821917", "price", "100000000");
    assertThat(paid(three, "mappers"))
        .containsExactly("5479452054794", "5479452054794", "5479452054794");
    assertThat(pool(three, "mappers").left()).hasToString("1");
    Vectors.report("helium.md rows H2, H4, H13, H14", 9, "");
  }

  /** Helium vectors I1; the emission of a day without usage figures. */
  @Test
  void heliumMobileSinceHip149() throws Exception {
    add(1, "service-provider/1", 1);
    add(2, "data-credits/1", 20);
    Allocation allocation = divide("helium-mobile-2026", "100");
    assertThat(paid(allocation, "service-provider")).containsExactly("24");
    assertThat(paid(allocation, "data")).containsExactly("70");
    assertThat(minted("helium-mobile-2026", 0, "2026-08-06T00:00:00Z", "burned", "0"))
        .isEqualTo(TokenAmount.of(2_054_794_520_548L + 257 + 9_800_000_000_000L));
    Vectors.report("helium.md row I1", 2, "");
  }

  /** Competition vectors 1 to 3. */
  @Test
  void dimoPaysByPoints() throws Exception {
    add(1, "streak/1", 1000);
    add(1, "stake-points/1", 1000);
    add(2, "connection/1", 4000);
    TokenAmount week80 = minted("dimo", 40, "2023-08-14T05:00:00Z");
    assertThat(paid(divide("dimo", week80.toString()), "points"))
        .containsExactly(
            "184166666666666666666666", "184166666666666666666666", "736666666666666666666666");
    TokenAmount week92 = minted("dimo", 52, "2023-11-06T05:00:00Z");
    assertThat(paid(divide("dimo", week92.toString()), "points"))
        .containsExactly(
            "156541666666666666666666", "156541666666666666666666", "626166666666666666666666");
    contributions.clear();
    add(1, "connection/1", 9);
    add(2, "connection/1", 240_000 - 9);
    assertThat(paid(divide("dimo", week80.toString()), "points").get(0))
        .isEqualTo("41437500000000000000");
    assertThat(minted("dimo", 364, "2030-01-01T00:00:00Z")).isEqualTo(TokenAmount.ZERO);
    Vectors.report("competition.md rows 1-3", 6, "");
  }

  /** Competition vector 7, and the capacity of a cell. */
  @Test
  void weatherXmPaysByScoreHardwareAndCell() throws Exception {
    for (int i = 0; i < 150; i++) {
      add(i, "station-score/1", 1_000_000);
      add(i, "hardware-weight/1", i < 100 ? 9 : 11);
      add(i, "cell/1", 1000 + i / 10);
      add(i, "claimed-at/1", i);
    }
    Allocation full = divide("weatherxm", "14246000000000000000000");
    assertThat(paid(full, "stations").get(0)).startsWith("88423448");
    assertThat(paid(full, "stations").get(149)).startsWith("108073103");
    assertThat(full.unallocated()).isLessThan(TokenAmount.of(150));
    contributions.clear();
    for (int i = 0; i < 11; i++) {
      add(i, "station-score/1", i == 0 ? 500_000 : 1_000_000);
      add(i, "hardware-weight/1", 10);
      add(i, "cell/1", 7);
      add(i, "claimed-at/1", i);
    }
    Allocation crowded = divide("weatherxm", "1000");
    // eleven stations in a cell for ten: the worst has no rank
    assertThat(paid(crowded, "stations"))
        .containsExactly("0", "100", "100", "100", "100", "100", "100", "100", "100", "100", "100");
    contributions.removeIf(c -> c.device().equals(device(1)));
    Allocation missed = divide("weatherxm", "1000");
    assertThat(paid(missed, "stations").get(0)).isEqualTo("50");
    assertThat(pool(missed, "business").amount()).isEqualTo(TokenAmount.of(50));
    Vectors.report("competition.md row 7", 3, "");
  }

  /** Competition vectors 25 (neighbours) and 26. */
  @Test
  void geodnetPaysStationHours() throws Exception {
    int[][] stations = {{24, 100, 30, 1}, {24, 100, 25, 2}, {24, 100, 20, 3}, {24, 49, 30, 4}};
    for (int[] s : stations) {
      add(s[3], "station-hours/1", s[0]);
      add(s[3], "online-percent/1", s[1]);
      add(s[3], "satellites/1", s[2]);
    }
    String pool = minted("geodnet", 0, "2022-01-01T00:00:00Z").toString();
    assertThat(paid(divide("geodnet", pool), "stations"))
        .containsExactly("48000000000000000000", "24000000000000000000", "0", "0");
    Vectors.report(
        "competition.md row 26",
        3,
        "row 25 (shares of NFT holders, neighbours) is not in the preset");
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
      assertThat(next.points()).isEqualTo((row[4] - 1) * 1000);
    }
    DimoStreak lost = new DimoStreak(40, 0);
    for (int week = 0; week < 9; week++) {
      lost = lost.next(false);
    }
    assertThat(lost.weeks()).isZero();
    assertThatThrownBy(() -> new DimoStreak(-1, 0)).hasMessageContaining("-1");
    Vectors.report("tokenomics.md row 34", rows.length, "dimo.json is not among the files");
  }

  @Test
  void filecoinMintsForPower() throws Exception {
    assertThat(minted("filecoin", 0, "2020-10-15T00:00:00Z", "capacity", "0"))
        .hasToString("36266264293777134739");
    add(1, "storage-power/1", 1);
    add(2, "storage-power/1", 3);
    assertThat(paid(divide("filecoin", "36266264293777134739"), "storage"))
        .containsExactly("9066566073444283684", "27199698220332851054");
  }

  @Test
  void storjHoldsAndReturns() throws Exception {
    String file = "storj/reputation_payout_repair.json";
    JsonNode vectors = new ObjectMapper().readTree(Vectors.text(file));
    JsonNode withheld = vectors.get("withheld");
    LocalDate created = LocalDate.parse(withheld.get("nodeCreated").asText());
    int checked = 0;
    for (JsonNode row : withheld.get("rows")) {
      assertThat(
              StorjPayout.LIVE.withholding(created, LocalDate.parse(row.get(0).asText())))
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
    LocalDate end = LocalDate.parse("2019-12-01");
    StorjPayout.Withholding young = test.withholding(LocalDate.parse("2019-11-02"), end);
    StorjPayout.Withholding old = test.withholding(LocalDate.parse("2019-11-01"), end);
    List<StorjPayout.Statement> statements = List.of(
        test.statement(184, young, 0, 0, StorjPayout.Standing.ACTIVE),
        test.statement(184, old, 40, 0, StorjPayout.Standing.ACTIVE),
        test.statement(184, old, 40, 24, StorjPayout.Standing.ACTIVE),
        test.statement(184, old, 40, 24, StorjPayout.Standing.GRACEFUL_EXIT),
        test.statement(184, young, 0, 0, StorjPayout.Standing.UNPAID));
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
}
