package org.depinsdk.radio.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.radio.wire.v1.ClaimedCoverage;
import org.depinsdk.radio.wire.v1.CoverageEvidence;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class CoverageVerifierTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final H3Cell AREA = GRID.cellAt(GeoPoint.ofDegrees(48.2, 16.37), 6);
  private static final H3Cell CELL = GRID.cellAt(GRID.center(AREA), 12);
  private static final Instant LATE = TestNetwork.START.plus(Duration.ofHours(20));

  private final TestNetwork network = new TestNetwork();
  private final CoverageVerifier verifier = new CoverageVerifier(GRID);
  private final List<Attributed<CoverageReport>> evidence = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();
  private final Set<DeviceId> denied = new TreeSet<>();
  private Tables tables = Tables.NONE;

  private static List<Speedtest> speed(int mbps) {
    Speedtest test = new Speedtest(LATE, mbps * Speedtest.MBPS, mbps * Speedtest.MBPS, 20);
    return List.of(test, test);
  }

  private static List<CoverageReport.Location> at(GeoPoint point) {
    return List.of(new CoverageReport.Location(LATE, point));
  }

  private void claim(DeviceId radio, RadioType type, int signal, H3Cell... cells) {
    List<CoverageReport.Covered> covered = new ArrayList<>();
    for (H3Cell cell : cells) {
      covered.add(new CoverageReport.Covered(cell, signal));
    }
    report(radio, new CoverageReport.Claim(AREA, type, covered, speed(100), at(GRID.center(CELL))));
  }

  private void report(DeviceId device, CoverageReport report) {
    evidence.add(network.report(device, Duration.ofHours(21).plusSeconds(evidence.size()), report));
  }

  private ProofContext context() {
    return network.context(settings).withDenied(denied).with(tables);
  }

  private void table(String name, String key, String value) {
    tables = tables.with(name, new TreeMap<>(Map.of(key, value)));
  }

  private Verdict verdict(DeviceId device) {
    return TestEngine.judge(verifier, evidence, context()).stream()
        .filter(v -> v.device().equals(device))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no verdict about " + device));
  }

  private long points(DeviceId device) {
    return verdict(device).score().units() / CoveragePoints.ONE;
  }

  private void refused(DeviceId device, String code) {
    assertThat(verdict(device).score().units()).isZero();
    assertThat(TestNetwork.codes(verdict(device))).containsExactly(code);
  }

  @Test
  void outdoorRanksBySignal() {
    int[] signals = {-900, -800, -850, -940};
    int[] expected = {4, 16, 8, 0};
    List<DeviceId> radios = new ArrayList<>();
    for (int signal : signals) {
      radios.add(network.device("radio", 1, CELL));
      claim(radios.get(radios.size() - 1), RadioType.OUTDOOR, signal, CELL);
    }
    for (int i = 0; i < signals.length; i++) {
      assertThat(points(radios.get(i))).isEqualTo(expected[i]);
    }
  }

  @Test
  void indoorAndOutdoorAreRankedApart() {
    DeviceId indoor = network.device("radio", 1, CELL);
    DeviceId outdoor = network.device("radio", 2, CELL);
    claim(indoor, RadioType.INDOOR, -800, CELL);
    claim(outdoor, RadioType.OUTDOOR, -700, CELL);
    assertThat(points(indoor)).isEqualTo(400);
    assertThat(points(outdoor)).isEqualTo(16);
  }

  @Test
  void deniedRadioTakesNoRank() {
    DeviceId elder = network.device("radio", 1, CELL);
    DeviceId younger = network.device("radio", 2, CELL);
    claim(elder, RadioType.INDOOR, -800, CELL);
    claim(younger, RadioType.INDOOR, -800, CELL);
    assertThat(points(elder)).isEqualTo(400);
    assertThat(points(younger)).isZero();
    denied.add(elder);
    List<Verdict> verdicts = TestEngine.judge(verifier, evidence, context());
    for (Verdict verdict : verdicts) {
      boolean denied = verdict.device().equals(elder);
      assertThat(verdict.score().units()).isEqualTo(denied ? 0 : 400 * CoveragePoints.ONE);
      assertThat(TestNetwork.codes(verdict))
          .containsExactly(denied ? "coverage.banned" : "coverage.points");
    }
  }

  @Test
  void mapHasTheRanksOfTheVerdicts() {
    DeviceId strong = network.device("radio", 1, CELL);
    DeviceId weak = network.device("radio", 2, CELL);
    DeviceId indoor = network.device("radio", 3, CELL);
    DeviceId banned = network.device("radio", 4, CELL);
    denied.add(banned);
    H3Cell near =
        GRID.disk(CELL, 1).stream().filter(c -> !c.equals(CELL)).findFirst().orElseThrow();
    claim(strong, RadioType.OUTDOOR, -800, CELL, near);
    claim(weak, RadioType.OUTDOOR, -1_000, CELL);
    claim(indoor, RadioType.INDOOR, -800, CELL);
    claim(banned, RadioType.OUTDOOR, -500, CELL);
    CoverageMap map = verifier.map(evidence, context());
    assertThat(map.cells()).containsOnlyKeys(CELL, near);
    assertThat(map.cells().get(CELL))
        .containsExactly(
            new CoverageMap.Entry(
                indoor, RadioType.INDOOR, 1, SignalLevel.HIGH, 400 * CoveragePoints.ONE),
            new CoverageMap.Entry(
                strong, RadioType.OUTDOOR, 1, SignalLevel.HIGH, 16 * CoveragePoints.ONE),
            new CoverageMap.Entry(
                weak, RadioType.OUTDOOR, 2, SignalLevel.MEDIUM, 4 * CoveragePoints.ONE));
    for (DeviceId radio : List.of(strong, weak, indoor)) {
      long sum = map.cells().values().stream()
          .flatMap(List::stream)
          .filter(e -> e.device().equals(radio))
          .mapToLong(CoverageMap.Entry::pointsE6)
          .sum();
      assertThat(verdict(radio).score().units()).isEqualTo(sum);
    }
  }

  // known answer E31: the other radio gets 400 x .25, the ineligible one neither points nor a rank
  @Test
  void ineligibleRadioTakesNoRank() {
    DeviceId bad = network.device("radio", 1, CELL);
    DeviceId good = network.device("radio", 2, CELL);
    List<CoverageReport.Covered> covered = List.of(new CoverageReport.Covered(CELL, -800));
    report(
        bad,
        new CoverageReport.Claim(AREA, RadioType.INDOOR, covered, speed(1), at(GRID.center(CELL))));
    report(
        good,
        new CoverageReport.Claim(
            AREA, RadioType.INDOOR, covered, speed(30), at(GRID.center(CELL))));
    refused(bad, "coverage.too-slow");
    assertThat(points(good)).isEqualTo(100);
    settings.put("speedtest", "none");
    assertThat(points(bad)).isEqualTo(400);
    assertThat(points(good)).isZero();
  }

  @Test
  void untrustedPlaceIsWorthNothing() {
    DeviceId radio = network.device("radio", 1, CELL);
    List<CoverageReport.Covered> covered = List.of(new CoverageReport.Covered(CELL, -800));
    GeoPoint far = GeoPoint.ofDegrees(48.3, 16.37);
    report(radio, new CoverageReport.Claim(AREA, RadioType.OUTDOOR, covered, speed(100), at(far)));
    refused(radio, "coverage.not-trusted");
    evidence.clear();
    Instant stale = TestNetwork.START.plus(Duration.ofHours(21)).minus(Duration.ofHours(25));
    report(
        radio,
        new CoverageReport.Claim(
            AREA,
            RadioType.OUTDOOR,
            covered,
            speed(100),
            List.of(new CoverageReport.Location(stale, GRID.center(CELL)))));
    refused(radio, "coverage.not-trusted");
    settings.put("location", "none");
    assertThat(points(radio)).isEqualTo(16);
  }

  @Test
  void checksOfAClaim() {
    DeviceId homeless = network.device("radio", 1);
    claim(homeless, RadioType.OUTDOOR, -800, CELL);
    refused(homeless, "coverage.not-asserted");
    DeviceId coarse = network.device("radio", 1, CELL);
    claim(coarse, RadioType.OUTDOOR, -800, CELL.parent(11));
    refused(coarse, "coverage.wrong-resolution");
    DeviceId suspended = network.device("radio", 1, CELL);
    network.change(TestNetwork.START, suspended, new RegistryChange.Suspended("test"));
    claim(suspended, RadioType.OUTDOOR, -800, CELL);
    refused(suspended, "coverage.not-active");
    DeviceId banned = network.device("radio", 1, CELL);
    claim(banned, RadioType.OUTDOOR, -800, CELL);
    denied.add(banned);
    refused(banned, "coverage.banned");
    H3Cell edge = GRID.disk(CELL.parent(9), 20).stream()
        .filter(c -> c.parent(6).equals(AREA)
            && GRID.distanceMeters(GRID.center(CELL), GRID.center(c)) > 3_100)
        .findFirst()
        .map(c -> GRID.cellAt(GRID.center(c), 12))
        .orElseThrow();
    DeviceId reaching = network.device("radio", 1, CELL);
    claim(reaching, RadioType.OUTDOOR, -800, CELL, edge);
    refused(reaching, "coverage.reaches-too-far");
  }

  @Test
  void laterClaimReplacesTheEarlier() {
    DeviceId radio = network.device("radio", 1, CELL);
    claim(radio, RadioType.INDOOR, -800, CELL);
    claim(radio, RadioType.OUTDOOR, -800, CELL);
    assertThat(points(radio)).isEqualTo(16);
    assertThat(TestNetwork.codes(verdict(radio))).contains("coverage.superseded");
  }

  @Test
  void cellSettingsChangeThePoints() {
    DeviceId radio = network.device("radio", 1, CELL);
    claim(radio, RadioType.INDOOR, -800, CELL);
    table("assignments", CELL.toString(), "BAA");
    assertThat(points(radio)).isEqualTo(280);
    table("boosts", CELL.toString(), "2026-02-01T00:00:00Z;P30D;3,5");
    assertThat(points(radio)).isEqualTo(1_200);
    table("unconnected-radios", radio.text(), "yes");
    assertThat(points(radio)).isEqualTo(400);
    // over at the epoch's start, and a row that cannot be read
    table("boosts", CELL.toString(), "2026-01-30T00:00:00Z;P30D;3");
    assertThat(points(radio)).isEqualTo(280);
    table("boosts", CELL.toString(), "2026-02-01;P30D;3,5");
    assertThat(points(radio)).isEqualTo(280);
    assertThat(CoverageVerifier.BOOSTS.unreadable(tables)).hasSize(1);
  }

  /** The signal that was measured ranks, not the one that was claimed. */
  @Test
  void aContradictedRadioLosesItsRankToo() {
    DeviceId boaster = network.device("radio", 1, CELL);
    DeviceId honest = network.device("radio", 2, CELL);
    claim(boaster, RadioType.OUTDOOR, -700, CELL);
    claim(honest, RadioType.OUTDOOR, -850, CELL);
    assertThat(points(boaster)).isEqualTo(16);
    for (int operator = 3; operator <= 5; operator++) {
      report(
          network.device("mapper", operator),
          new CoverageReport.Measurement(AREA, CELL, boaster, -1_000));
    }
    assertThat(points(honest)).isEqualTo(16);
    assertThat(points(boaster)).isEqualTo(4);
    assertThat(TestNetwork.codes(verdict(boaster))).contains("coverage.contradicted");
  }

  @Test
  void onlyMappersMeasure() {
    DeviceId radio = network.device("radio", 1, CELL);
    claim(radio, RadioType.OUTDOOR, -800, CELL);
    for (int operator = 2; operator <= 4; operator++) {
      DeviceId other = network.device("radio", operator, CELL);
      report(other, new CoverageReport.Measurement(AREA, CELL, radio, -1_200));
      refused(other, "coverage.not-independent");
    }
    assertThat(points(radio)).isEqualTo(16);
  }

  /** A grid that puts one cell as far away as a test wants. */
  private static HexGrid withDistance(H3Cell cell, long metres) {
    return (HexGrid) java.lang.reflect.Proxy.newProxyInstance(
        HexGrid.class.getClassLoader(),
        new Class<?>[] {HexGrid.class},
        (proxy, method, arguments) ->
            method.getName().equals("distanceMeters") && GRID.center(cell).equals(arguments[1])
                ? metres
                : method.invoke(GRID, arguments));
  }

  @Test
  void aRadioReachesLessThanThreeKilometres() {
    H3Cell near =
        GRID.disk(CELL, 1).stream().filter(c -> !c.equals(CELL)).findFirst().orElseThrow();
    DeviceId radio = network.device("radio", 1, CELL);
    claim(radio, RadioType.INDOOR, -800, CELL, near);
    for (long metres : new long[] {2_999, 3_000}) {
      CoverageVerifier far = new CoverageVerifier(withDistance(near, metres));
      assertThat(TestNetwork.codes(TestEngine.judge(far, evidence, context()).get(0)))
          .containsExactly(metres < 3_000 ? "coverage.points" : "coverage.reaches-too-far");
    }
  }

  @Test
  void tiesAreBrokenBySeniorityAndThenById() {
    Instant elder = TestNetwork.START;
    Instant younger = elder.plusSeconds(1);
    DeviceId first = new DeviceId("dev-" + "a".repeat(32));
    DeviceId second = new DeviceId("dev-" + "b".repeat(32));
    for (RadioType type : List.of(RadioType.INDOOR, RadioType.OUTDOOR)) {
      for (boolean swapped : new boolean[] {false, true}) {
        List<CellRanking.Candidate> candidates = new ArrayList<>(List.of(
            new CellRanking.Candidate(second, -800, SignalLevel.HIGH, elder),
            new CellRanking.Candidate(first, -800, SignalLevel.HIGH, elder),
            new CellRanking.Candidate(first, -800, SignalLevel.HIGH, younger)));
        if (swapped) {
          java.util.Collections.reverse(candidates);
        }
        assertThat(CellRanking.rank(type, candidates))
            .extracting(c -> c.device() + " " + c.seniority())
            .containsExactly(first + " " + elder, second + " " + elder, first + " " + younger);
      }
    }
  }

  @Test
  void independentMeasurementsCorrectAClaim() {
    DeviceId radio = network.device("radio", 1, CELL);
    claim(radio, RadioType.OUTDOOR, -800, CELL);
    for (int operator = 1; operator <= 3; operator++) {
      DeviceId mapper = network.device("mapper", operator);
      report(mapper, new CoverageReport.Measurement(AREA, CELL, radio, -1_100));
    }
    // one of the three belongs to the radio's operator
    assertThat(points(radio)).isEqualTo(16);
    DeviceId third = network.device("mapper", 4);
    report(third, new CoverageReport.Measurement(AREA, CELL, radio, -1_100));
    assertThat(points(radio)).isEqualTo(4);
    assertThat(TestNetwork.codes(verdict(radio)))
        .containsExactly("coverage.contradicted", "coverage.points");
    assertThat(TestNetwork.codes(verdict(third))).containsExactly("coverage.measured");
    assertThat(evidence.stream().flatMap(e -> TestNetwork.codes(verdict(e.device())).stream()))
        .contains("coverage.not-independent");
  }

  @Test
  void thresholdsOfHip74() {
    SignalLevel.Thresholds cellular = SignalLevel.Thresholds.CELLULAR;
    assertThat(cellular.levelOf(-949)).isEqualTo(SignalLevel.HIGH);
    assertThat(cellular.levelOf(-950)).isEqualTo(SignalLevel.MEDIUM);
    assertThat(cellular.levelOf(-1_049)).isEqualTo(SignalLevel.MEDIUM);
    assertThat(cellular.levelOf(-1_050)).isEqualTo(SignalLevel.LOW);
    assertThat(cellular.levelOf(-1_149)).isEqualTo(SignalLevel.LOW);
    assertThat(cellular.levelOf(-1_150)).isEqualTo(SignalLevel.NONE);
  }

  @Test
  void codecRefusesCellsOutsideTheArea() {
    H3Cell outside = GRID.cellAt(GeoPoint.ofDegrees(47, 16), 12);
    assertMalformed(claim().addCells(outside.index()).addSignalDeciDbm(-800), "inside area");
    assertMalformed(claim().addCells(CELL.index()), "as cells has");
    assertMalformed(
        claim()
            .addCells(CELL.index())
            .addSignalDeciDbm(-800)
            .addCells(CELL.index())
            .addSignalDeciDbm(-700),
        "none twice");
    assertMalformed(claim(), "1 to 4000 cells");
    assertMalformed(
        claim().setArea(CELL.index()).addCells(CELL.index()).addSignalDeciDbm(-800),
        "resolution 6");
    assertMalformed(claim().addCells(1).addSignalDeciDbm(-800), "H3 cell");
    assertMalformed(claim().addCells(CELL.index()).addSignalDeciDbm(501), "501");
  }

  private static ClaimedCoverage.Builder claim() {
    return ClaimedCoverage.newBuilder().setArea(AREA.index());
  }

  private void assertMalformed(ClaimedCoverage.Builder claim, String message) {
    byte[] bytes = CoverageEvidence.newBuilder().setClaim(claim).build().toByteArray();
    assertThatThrownBy(() -> verifier.codec().decode(bytes))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void lawsHold() {
    VerifierLaws.description(verifier, network.context(Map.of()));
    List<DeviceId> radios = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      radios.add(network.device(i < 4 ? "radio" : "mapper", i, CELL));
    }
    List<H3Cell> cells = GRID.disk(CELL, 3);
    Property.check(60, random -> {
      List<Attributed<CoverageReport>> reports = new ArrayList<>();
      for (DeviceId device : radios) {
        reports.add(
            network.report(device, Duration.ofHours(21), random(random, cells, radios.get(0))));
      }
      VerifierLaws.codec(verifier, reports);
      VerifierLaws.judgement(verifier, reports, network.context(settings), random);
      for (int i = 0; i < 10; i++) {
        VerifierLaws.hostileBytes(verifier, reports, network.context(settings), random);
      }
    });
  }

  private static CoverageReport random(RandomGenerator random, List<H3Cell> cells, DeviceId radio) {
    if (random.nextInt(3) == 0) {
      return new CoverageReport.Measurement(
          AREA, cells.get(random.nextInt(cells.size())), radio, random.nextInt(-1_300, -600));
    }
    List<CoverageReport.Covered> covered = new ArrayList<>();
    for (H3Cell cell : cells) {
      if (covered.isEmpty() || random.nextBoolean()) {
        covered.add(new CoverageReport.Covered(cell, random.nextInt(-1_300, -600)));
      }
    }
    RadioType type = random.nextBoolean() ? RadioType.INDOOR : RadioType.OUTDOOR;
    return new CoverageReport.Claim(
        AREA, type, covered, speed(20 + random.nextInt(100)), at(GRID.center(CELL)));
  }
}
