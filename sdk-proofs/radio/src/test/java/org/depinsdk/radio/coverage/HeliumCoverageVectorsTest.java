package org.depinsdk.radio.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.radio.HeliumVectors;
import org.depinsdk.radio.coverage.CoveragePoints.BoostStatus;
import org.depinsdk.radio.coverage.CoveragePoints.Cell;
import org.depinsdk.radio.coverage.CoveragePoints.Eligibility;
import org.depinsdk.radio.coverage.CoveragePoints.ProviderStatus;
import org.depinsdk.radio.coverage.CoveragePoints.Trust;
import org.depinsdk.radio.coverage.Speedtest.Tier;
import org.junit.jupiter.api.Test;

/** Groups E to H of {@code helium.md}. */
class HeliumCoverageVectorsTest {
  private static final Instant NOW = Instant.parse("2024-01-06T01:00:00Z");
  private static final List<Trust> TRUSTED = List.of(new Trust(10_000, 0));
  private static final SignalLevel HIGH = SignalLevel.HIGH;
  private static final SignalLevel MEDIUM = SignalLevel.MEDIUM;
  private static final SignalLevel LOW = SignalLevel.LOW;

  private static Cell cell(SignalLevel level, int rank, String assignment, int boost) {
    return new Cell(
        level,
        rank,
        new Assignment(assignment),
        boost == 0 ? OptionalInt.empty() : OptionalInt.of(boost));
  }

  private static List<Cell> cells(SignalLevel... levels) {
    List<Cell> cells = new ArrayList<>();
    for (SignalLevel level : levels) {
      cells.add(cell(level, 1, "AAA", 0));
    }
    return cells;
  }

  private static double outdoor(Tier tier, List<Cell> cells) {
    return shares(RadioType.OUTDOOR, cells, TRUSTED, tier);
  }

  private static double indoor(List<Trust> trust, Cell... cells) {
    return shares(RadioType.INDOOR, List.of(cells), trust, Tier.GOOD);
  }

  private static double shares(RadioType type, List<Cell> cells, List<Trust> trust, Tier tier) {
    return CoveragePoints.of(type, cells, trust, tier, ProviderStatus.ELIGIBLE).sharesE6() / 1e6;
  }

  private static List<Trust> trust(int... e4) {
    return IntStream.of(e4).mapToObj(t -> new Trust(t, 0)).toList();
  }

  @Test
  void groupE() throws Exception {
    HeliumVectors e = HeliumVectors.group("E");
    e.check("E1", row -> {
      assertThat(outdoor(Tier.GOOD, cells(HIGH))).isEqualTo(16);
      assertThat(outdoor(Tier.GOOD, cells(MEDIUM))).isEqualTo(8);
      assertThat(outdoor(Tier.GOOD, cells(LOW))).isEqualTo(4);
      assertThat(outdoor(Tier.GOOD, cells(SignalLevel.NONE))).isZero();
    });
    e.check("E2", row -> {
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "AAA", 0))).isEqualTo(400);
      assertThat(indoor(TRUSTED, cell(LOW, 1, "AAA", 0))).isEqualTo(100);
    });
    e.check("E4", row -> {
      assertThat(indoor(
              TRUSTED, cell(HIGH, 1, "AAA", 0), cell(HIGH, 2, "AAA", 0), cell(HIGH, 42, "AAA", 0)))
          .isEqualTo(400);
      assertThat(indoor(TRUSTED, cell(HIGH, 2, "AAA", 0))).isZero();
    });
    e.check(
        "E5",
        row -> assertThat(indoor(trust(1_000, 2_000, 3_000, 4_000), cell(HIGH, 1, "AAA", 0)))
            .isEqualTo(100));
    e.check("E7", row -> {
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCC", 0))).isZero();
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCC", 1))).isEqualTo(400);
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCC", 5))).isEqualTo(2_000);
    });
    e.check("E8", row -> {
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCCA", 0))).isEqualTo(400);
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCCA", 1))).isEqualTo(400);
      assertThat(indoor(TRUSTED, cell(HIGH, 1, "CCCA", 5))).isEqualTo(2_000);
    });
    e.check("E10", row -> {
      assertThat(indoor(trust(10_000, 10_000), cell(HIGH, 1, "AAA", 5))).isEqualTo(2_000);
      assertThat(indoor(trust(1_000, 2_000), cell(HIGH, 1, "AAA", 5))).isEqualTo(60);
    });
    e.check("E11", row -> {
      assertThat(
              indoor(List.of(new Trust(10_000, 0), new Trust(10_000, 49)), cell(HIGH, 1, "AAA", 5)))
          .isEqualTo(2_000);
      assertThat(indoor(
              List.of(new Trust(10_000, 50), new Trust(10_000, 51)), cell(HIGH, 1, "AAA", 5)))
          .isEqualTo(400);
    });
    e.check("E13", row -> {
      List<Cell> hexes = new ArrayList<>();
      String[] texts = {"ABA", "ACB", "BAA", "BCB", "CAA", "CBB", "AAC", "BBC", "CCC"};
      int[] times = {3, 3, 5, 3, 3, 3, 3, 3, 3};
      for (int i = 0; i < texts.length; i++) {
        for (int n = 0; n < times[i]; n++) {
          hexes.add(cell(HIGH, 1, texts[i], 0));
        }
      }
      assertThat(hexes).hasSize(29);
      assertThat(outdoor(Tier.GOOD, hexes)).isEqualTo(178.88);
    });
    e.check("E14", row -> {
      List<Cell> a = cells(HIGH, MEDIUM, LOW, LOW);
      a.add(cell(MEDIUM, 2, "AAA", 0));
      assertThat(outdoor(Tier.DEGRADED, a)).isEqualTo(18);
      assertThat(outdoor(Tier.GOOD, cells(HIGH, MEDIUM, MEDIUM, LOW, LOW))).isEqualTo(40);
    });
    e.check(
        "E16",
        row -> assertThat(outdoor(Tier.GOOD, cells(HIGH, HIGH, MEDIUM, MEDIUM, MEDIUM, LOW, LOW)))
            .isEqualTo(64));
    e.check("E17", row -> sharedMedium());
    e.check(
        "E19",
        row -> assertThat(outdoor(Tier.GOOD, cells(HIGH, MEDIUM, MEDIUM, LOW, LOW)))
            .isEqualTo(40));
    e.check("E20", row -> {
      CoveragePoints points = CoveragePoints.of(
          RadioType.OUTDOOR,
          List.of(cell(HIGH, 2, "AAA", 5)),
          TRUSTED,
          Tier.GOOD,
          ProviderStatus.ELIGIBLE);
      assertThat(points.baseE6()).isEqualTo(8 * CoveragePoints.ONE);
      assertThat(points.boostedE6()).isEqualTo(32 * CoveragePoints.ONE);
    });
    e.check("E22", row -> {
      for (RadioType type : RadioType.values()) {
        assertThat(first(type, new ProviderStatus(Eligibility.QUALIFIED, true)))
            .isEqualTo(type.points(HIGH) * CoveragePoints.ONE);
        assertThat(first(type, ProviderStatus.ELIGIBLE)).isZero();
        assertThat(first(type, new ProviderStatus(Eligibility.BANNED, true))).isZero();
      }
    });
    e.check("E23", row -> {
      assertThat(untrusted(ProviderStatus.ELIGIBLE)).isEqualTo(BoostStatus.TRUST_TOO_LOW);
      assertThat(untrusted(new ProviderStatus(Eligibility.ELIGIBLE, false)))
          .isEqualTo(BoostStatus.PROVIDER_REFUSES);
    });
    e.check("E25", row -> {
      String[] since = {
        "1980-01-01", "1970-01-05", "1990-02-02", "1970-01-04", "1975-03-03",
        "1970-01-03", "1974-02-02", "1970-01-02", "1976-05-02", "1970-01-01"
      };
      int[] expected = {9, 5, 10, 4, 7, 3, 6, 2, 8, 1};
      List<CellRanking.Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < since.length; i++) {
        Instant at = Instant.parse(since[i] + "T00:00:00Z");
        candidates.add(new CellRanking.Candidate(id(i), -900, HIGH, at));
      }
      assertThat(ranks(RadioType.INDOOR, candidates)).containsExactly(expected);
    });
    e.check("E26", row -> {
      SignalLevel[] levels = {SignalLevel.NONE, LOW, HIGH, LOW, SignalLevel.NONE};
      List<CellRanking.Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < levels.length; i++) {
        candidates.add(new CellRanking.Candidate(id(i), -900, levels[i], Instant.EPOCH));
      }
      int[] ranks = ranks(RadioType.INDOOR, candidates);
      assertThat(ranks[2]).isEqualTo(1);
      assertThat(List.of(ranks[1], ranks[3])).containsExactlyInAnyOrder(2, 3);
      assertThat(List.of(ranks[0], ranks[4])).containsExactlyInAnyOrder(4, 5);
    });
    e.check("E28", row -> sharedMedium());
    e.check("E29", row -> {
      Tier[] tiers = {Tier.POOR, Tier.POOR, Tier.GOOD, Tier.GOOD, Tier.GOOD};
      double[] expected = {11, 5.5, 11, 0, 0};
      for (int rank = 1; rank <= 5; rank++) {
        List<Cell> three = List.of(
            cell(HIGH, rank, "AAA", 0), cell(MEDIUM, rank, "AAA", 2), cell(LOW, rank, "AAA", 3));
        assertThat(outdoor(tiers[rank - 1], three)).isEqualTo(expected[rank - 1]);
      }
    });
    // who may take a rank is the verifier's, see CoverageVerifierTest.ineligibleRadioTakesNoRank
    e.check(
        "E31",
        row -> assertThat(shares(RadioType.INDOOR, cells(HIGH), TRUSTED, Tier.POOR))
            .isEqualTo(100));
    HexBoost boost = new HexBoost(
        Instant.ofEpochSecond(1_710_378_000),
        Duration.ofSeconds(2_592_000),
        List.of(2, 10, 15, 35));
    e.check("E32", row -> {
      assertThat(boost.end()).isEqualTo(Instant.ofEpochSecond(1_720_746_000));
      assertThat(boost.multiplierAt(boost.start().minusSeconds(1))).isEmpty();
      assertThat(boost.multiplierAt(boost.start())).hasValue(2);
      assertThat(boost.multiplierAt(boost.start().plus(boost.period()))).hasValue(10);
      assertThat(boost.multiplierAt(boost.end().minusSeconds(1))).hasValue(35);
      assertThat(boost.multiplierAt(boost.end())).isEmpty();
    });
    e.check(
        "E34",
        row -> assertThatThrownBy(
                () -> new HexBoost(Instant.EPOCH, Duration.ofDays(30), List.of(2, 0)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("not 0"));
    // E35 stands as text under the table
    assertThat(LocationTrust.byDistanceE4(RadioType.INDOOR, 200)).isEqualTo(10_000);
    assertThat(LocationTrust.byDistanceE4(RadioType.INDOOR, 201)).isEqualTo(2_500);
    assertThat(LocationTrust.byDistanceE4(RadioType.INDOOR, 300)).isEqualTo(2_500);
    assertThat(LocationTrust.byDistanceE4(RadioType.INDOOR, 301)).isZero();
    assertThat(LocationTrust.byDistanceE4(RadioType.OUTDOOR, 75)).isEqualTo(10_000);
    assertThat(LocationTrust.byDistanceE4(RadioType.OUTDOOR, 76)).isEqualTo(2_500);
    assertThat(LocationTrust.byDistanceE4(RadioType.OUTDOOR, 100)).isEqualTo(2_500);
    assertThat(LocationTrust.byDistanceE4(RadioType.OUTDOOR, 101)).isZero();
    e.report();
  }

  private static long first(RadioType type, ProviderStatus status) {
    return CoveragePoints.of(type, List.of(cell(HIGH, 1, "CCC", 0)), TRUSTED, Tier.GOOD, status)
        .sharesE6();
  }

  private static BoostStatus untrusted(ProviderStatus status) {
    return CoveragePoints.of(RadioType.INDOOR, cells(HIGH), trust(0), Tier.GOOD, status)
        .boost();
  }

  private static void sharedMedium() {
    assertThat(outdoor(Tier.DEGRADED, cells(HIGH, MEDIUM, LOW))).isEqualTo(14);
    List<Cell> second = cells(HIGH, LOW);
    second.add(cell(MEDIUM, 2, "AAA", 0));
    assertThat(outdoor(Tier.GOOD, second)).isEqualTo(24);
  }

  private static int[] ranks(RadioType type, List<CellRanking.Candidate> candidates) {
    List<CellRanking.Candidate> ranked = CellRanking.rank(type, candidates);
    return candidates.stream().mapToInt(c -> ranked.indexOf(c) + 1).toArray();
  }

  private static DeviceId id(int number) {
    return new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number));
  }

  private static Speedtest mbps(int upload, int download, int latency) {
    return at(NOW, upload, download, latency);
  }

  private static Speedtest at(Instant at, int upload, int download, int latency) {
    return new Speedtest(at, upload * Speedtest.MBPS, download * Speedtest.MBPS, latency);
  }

  private static void tier(Tier expected, Speedtest... tests) {
    assertThat(Speedtest.tier(List.of(tests), NOW)).isEqualTo(expected);
  }

  @Test
  void groupF() throws Exception {
    HeliumVectors f = HeliumVectors.group("F");
    f.check("F1", row -> tier(Tier.GOOD, mbps(10, 100, 49), mbps(10, 100, 50)));
    f.check("F2", row -> tier(Tier.ACCEPTABLE, mbps(9, 100, 49), mbps(10, 100, 50)));
    f.check("F4", row -> tier(Tier.ACCEPTABLE, mbps(10, 100, 50), mbps(10, 100, 50)));
    f.check("F5", row -> tier(Tier.ACCEPTABLE, mbps(8, 75, 59), mbps(8, 100, 60)));
    f.check("F7", row -> tier(Tier.DEGRADED, mbps(8, 74, 59), mbps(8, 75, 60)));
    f.check("F8", row -> tier(Tier.DEGRADED, mbps(8, 75, 60), mbps(8, 75, 60)));
    f.check("F10", row -> tier(Tier.POOR, mbps(4, 50, 74), mbps(5, 50, 75)));
    f.check("F11", row -> tier(Tier.POOR, mbps(5, 49, 74), mbps(5, 50, 75)));
    f.check("F13", row -> tier(Tier.POOR, mbps(2, 30, 99), mbps(2, 30, 100)));
    f.check("F14", row -> tier(Tier.FAILED, mbps(1, 30, 99), mbps(2, 30, 100)));
    f.check("F16", row -> tier(Tier.FAILED, mbps(2, 30, 100), mbps(2, 30, 100)));
    f.check("F17", row -> tier(Tier.FAILED, mbps(2, 30, 99)));
    f.check("F19", row -> {
      int[] download = {100, 80, 62, 42, 20};
      int[] upload = {10, 8, 6, 4, 1};
      int[] latency = {49, 59, 74, 99, 101};
      for (int i = 0; i < 5; i++) {
        assertThat(Tier.of(mbps(100, download[i], 1))).isEqualTo(Tier.values()[i]);
        assertThat(Tier.of(mbps(upload[i], 1_000, 1))).isEqualTo(Tier.values()[i]);
        assertThat(Tier.of(mbps(100, 1_000, latency[i]))).isEqualTo(Tier.values()[i]);
      }
    });
    f.check("F20", row -> {
      List<Speedtest> tests = new ArrayList<>();
      for (int hour = 0; hour < 12; hour++) {
        tests.add(at(NOW.minusSeconds(3_600L * hour), 15, 150, hour < 6 ? 15 : 999));
      }
      assertThat(Speedtest.tier(tests, NOW).multiplierE4()).isEqualTo(10_000);
    });
    f.check("F22", row -> {
      int[][] days = {
        {0, 101, 11}, {0, 99, 9}, {0, 101, 11}, {10, 100, 10}, {10, 100, 10}, {10, 100, 10}
      };
      List<Speedtest> tests = new ArrayList<>();
      for (int day = 0; day < days.length; day++) {
        Instant at = NOW.minus(Duration.ofDays(5 - day));
        tests.add(at(at, days[day][0], days[day][1], days[day][2]));
      }
      assertThat(Speedtest.tier(tests, NOW.minus(Duration.ofDays(5)))).isEqualTo(Tier.FAILED);
      assertThat(Speedtest.tier(tests, NOW).multiplierE4()).isEqualTo(10_000);
    });
    f.check(
        "F23",
        row -> assertThat(Speedtest.average(List.of()))
            .isEqualTo(new Speedtest(Instant.EPOCH, 0, 0, 0)));
    f.report();
  }

  @Test
  void groupG() throws Exception {
    HeliumVectors g = HeliumVectors.group("G");
    g.check("G1", row -> assertThat(intervals(11)).isZero());
    g.check("G2", row -> assertThat(intervals(12)).isEqualTo(12));
    g.check("G4", row -> {
      assertThat(LocationTrust.isFresh(NOW.minus(Duration.ofHours(24)), NOW)).isTrue();
      assertThat(LocationTrust.isFresh(NOW.minus(Duration.ofHours(25)), NOW)).isFalse();
    });
    g.check("G5", row -> {
      int[] hours = new int[24];
      for (int hour = 0; hour < 24; hour++) {
        hours[hour] = hour < 10 ? 2_500 : 10_000;
      }
      assertThat(indoor(trust(hours), cell(HIGH, 1, "AAA", 0)) / 400).isEqualTo(.6875);
    });
    Instant claimed = Instant.parse("2023-08-25T00:00:00Z");
    Instant heard = Instant.parse("2023-08-25T06:00:00Z");
    g.check(
        "G7",
        row -> assertThat(
                Seniority.first("old", heard.minusSeconds(99), heard).heard("new", claimed, heard))
            .isEqualTo(new Seniority("new", claimed, Seniority.Reason.NEW_CLAIM, heard)));
    g.check(
        "G8",
        row -> assertThat(
                Seniority.first("same", claimed, heard).heard("same", heard, heard.plusSeconds(60)))
            .isEqualTo(
                new Seniority("same", claimed, Seniority.Reason.NEW_CLAIM, heard.plusSeconds(60))));
    g.check("G10", row -> {
      Instant since = Instant.parse("2023-08-22T00:00:00Z");
      Seniority silent = new Seniority("old", since, Seniority.Reason.NOT_HEARD, heard);
      assertThat(silent.heard("new", claimed, heard).since()).isEqualTo(claimed);
      Instant earlier = Instant.parse("2023-08-21T00:00:00Z");
      assertThat(silent.heard("new", earlier, heard)).isEqualTo(silent);
    });
    g.check("G11", row -> {
      Seniority state = Seniority.first("same", claimed, heard);
      Instant late = heard.plus(Duration.ofHours(73));
      assertThat(state.heard("same", claimed, late))
          .isEqualTo(new Seniority("same", late, Seniority.Reason.NOT_HEARD, late));
      assertThat(state.heard("same", claimed, heard.plus(Duration.ofHours(72))).since())
          .isEqualTo(claimed);
    });
    g.check("G13", row -> {
      Duration[] ages = {
        Duration.ofHours(24).plusSeconds(1), Duration.ofHours(24), Duration.ofHours(12)
      };
      boolean[] expected = {false, true, true};
      for (int i = 0; i < ages.length; i++) {
        assertThat(LocationTrust.isFresh(NOW.minus(ages[i]), NOW)).isEqualTo(expected[i]);
        assertThat(LocationTrust.isFresh(NOW.minus(ages[i]), NOW.plus(Duration.ofHours(24))))
            .isFalse();
      }
    });
    g.report();
  }

  @Test
  void groupH() throws Exception {
    HeliumVectors h = HeliumVectors.group("H");
    // the pool is 60 % of a day's 82,191,780,821,917 bones, rounded down
    BigInteger pool = BigInteger.valueOf(82_191_780_821_917L * 60 / 100);
    h.check("H5", row -> {
      BigInteger share = BigInteger.valueOf(CoveragePoints.of(
              RadioType.INDOOR, cells(HIGH), TRUSTED, Tier.GOOD, ProviderStatus.ELIGIBLE)
          .sharesE6());
      BigInteger paid = pool.multiply(share).divide(share.multiply(BigInteger.valueOf(3)));
      assertThat(paid).isEqualTo(new BigInteger(firstNumber(row.get(1))));
    });
    h.leaveTo("PresetsTest", "H2", "H4", "H13", "H14");
    h.leaveTo("HeliumMoneyTest", "H1", "H8", "H10", "H11");
    h.leaveTo("HeliumAmountsTest", "H7");
    h.report();
  }

  private static long intervals(int hours) {
    TestNetwork network = new TestNetwork();
    DeviceId radio = network.device("radio", 1);
    List<Attributed<Heartbeat>> beats = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      beats.add(network.report(radio, Duration.ofHours(hour), Heartbeat.of(Duration.ZERO)));
    }
    return TestEngine.judge(new UptimeVerifier(), beats, network.context(Map.of("minimum", "12")))
        .get(0)
        .score()
        .units();
  }

  private static String firstNumber(String text) {
    return text.split(" ", 2)[0].replace(",", "");
  }
}
