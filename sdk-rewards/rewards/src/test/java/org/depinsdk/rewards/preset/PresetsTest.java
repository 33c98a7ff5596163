package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  /** Helium vectors D4: three scenarios with spending below, above and partly below the data pool. */
  @Test
  void heliumIotPaysBeaconsWitnessesAndData() throws Exception {
    long[][] beaconsAndWitnesses = {{10, 300}, {200, 550}, {75, 400}, {0, 0}, {20, 700}, {150, 350}
    };
    long[] first = {502, 5000, 5000, 0, 0, 50_000};
    for (int i = 0; i < 6; i++) {
      add(i, "beacon/1", beaconsAndWitnesses[i][0]);
      add(i, "witness/1", beaconsAndWitnesses[i][1]);
      add(i, "data-credits/1", first[i]);
    }
    Allocation s1 = divide("helium-iot-2025", "618340943683", "price", "3590000");
    assertThat(paid(s1, "beacons"))
        .containsExactly(
            "2166977856", "43339557139", "16252333927", "0", "4333955713", "32504667854");
    assertThat(paid(s1, "witnesses"))
        .containsExactly(
            "51442169996", "94310644993", "68589559995", "0", "120031729992", "60015864996");
    assertThat(paid(s1, "data"))
        .containsExactly("13983286", "139275766", "139275766", "0", "0", "1392757660");
    Vectors.report("helium.md row D4 S1", 18, "the unallocated total is checked by conservation");
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
    Vectors.report("helium.md row D5", 8, "");
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
    // upgrade points of RNP-006: 500,000 of 50,000,000 of 95,071
    add(1, "node-score/1", 500_000);
    add(2, "node-score/1", 49_500_000);
    assertThat(paid(divide("render-compute", "9507100000000"), "nodes").get(0))
        .isEqualTo("95071000000");
    assertThat(TokenAmount.of(9_126_804).mulDiv(1, 12)).hasToString("760567");
    assertThat(TokenAmount.of(7_605_670).mulDiv(1, 2)).hasToString("3802835");
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
    Vectors.report(
        "competition.md rows 11, 12, 23, 24, 28, 36; emission/render.json",
        14,
        "the weekly figures of render.json are prose");
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
        file, checked + 2, "reputation, audit history and repair are proofs and not rewards");
  }
}
