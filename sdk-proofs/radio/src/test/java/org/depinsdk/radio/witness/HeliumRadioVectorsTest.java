package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.radio.HeliumVectors;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Groups B to D of {@code helium.md}. */
class HeliumRadioVectorsTest {
  private static final byte[] LOCAL = bytes(233, 70, 25, 176);
  private static final byte[] REMOTE = bytes(
      182, 170, 63, 128, 217, 53, 95, 19, 157, 153, 134, 38, 184, 209, 255, 23, 118, 205, 163, 106,
      225, 26, 16, 0, 106, 141, 81, 101, 70, 39, 107, 9);
  // two places on Malta, one in Armenia, one seven cells of resolution 11 from the first
  private static final H3Cell LOC0 = new H3Cell(631615575095659519L);
  private static final H3Cell LOC1 = new H3Cell(631615576056478207L);
  private static final H3Cell LOC2 = new H3Cell(631278052025960447L);
  private static final H3Cell LOC3 = new H3Cell(627111975468974079L);
  private static final H3Cell LOC4 = new H3Cell(627111975465463807L);
  private static final H3Cell EALING = new H3Cell(644459695463521437L);
  private static final H3Cell FINSBURY = new H3Cell(644460986971331488L);
  private static final Instant NOW = Instant.parse("2023-01-01T12:00:00Z");

  private final HexGrid grid = HexGrid.load();

  @Test
  void groupB() throws Exception {
    HeliumVectors b = HeliumVectors.group("B");
    byte[] seed = BeaconEntropy.seed(REMOTE, 1677163710, LOCAL);
    b.check("B1", row -> assertThat(Hex.encode(seed)).isEqualTo(row.get(1)));
    b.check("B2", row -> assertThat(BeaconEntropy.payload(seed, 51)).isEqualTo(list(row.get(1))));
    b.check("B4", row -> {
      assertThat(RadioRegion.EU868.dataRateFor(30).orElseThrow().name()).isEqualTo("SF12BW125");
      assertThat(RadioRegion.EU868.dataRateFor(90).orElseThrow().name()).isEqualTo("SF9BW125");
      assertThat(RadioRegion.EU868.dataRateFor(130).orElseThrow().name()).isEqualTo("SF8BW125");
      assertThat(RadioRegion.EU868.dataRateFor(300)).isEmpty();
    });
    b.check("B5", row -> {
      String data = "CE98+3O9JaKJYQqNO7vCF94iOVasA/TaWfdcpvLmcWs=";
      assertThat(row.get(0)).contains("1663702455").contains(data);
      String json = "{\"version\":0,\"timestamp\":1663702455,\"data\":\"" + data + "\"}";
      RemoteEntropy entropy = RemoteEntropy.parse(json);
      assertThat(entropy.toJson()).isEqualTo(json);
      assertThat(RemoteEntropy.parse(entropy.toJson())).isEqualTo(entropy).hasToString(data);
    });
    b.check("B6", row -> assertThat(metres(EALING, FINSBURY)).isBetween(14_220L, 14_420L));
    b.check(
        "B7",
        row -> assertThat(grid.distance(EALING.parent(11), FINSBURY.parent(11))).hasValue(360));
    // the row truncates both gains to whole dB
    b.check(
        "B8",
        row -> assertThat(RadioPhysics.strongestSignalMicroDbm(12, 8 + 8, 508, 867_900_024))
            .isEqualTo(Math.round(Double.parseDouble(row.get(1)) * 1e6)));
    b.check(
        "B10",
        row -> assertThat(metres(LOC0, LOC2)).isGreaterThan(WitnessChecks.MAX_DISTANCE_METERS));
    b.check("B11", row -> {
      assertThat(grid.distance(LOC0.parent(11), LOC3.parent(11))).hasValue(7);
      assertThat(WitnessChecks.isFarEnough(grid, LOC0, LOC3)).isFalse();
      assertThat(WitnessChecks.isFarEnough(grid, LOC0, LOC4)).isTrue();
    });
    b.check(
        "B13",
        row -> assertThat(isPossible(-1060, 80, 12, metres(LOC0, LOC1), 904_700_032))
            .isTrue());
    b.check(
        "B14",
        row ->
            assertThat(isPossible(-19, 12, 12, metres(LOC0, LOC2), 904_499_968)).isFalse());
    RadioCases cases = new RadioCases(grid);
    b.check("B16", row -> {
      assertThat(cases.witness().outcome()).isEmpty();
      assertThat(cases.witness().otherPacket().outcome()).contains(WitnessReasons.WRONG_PACKET);
    });
    b.check("B17", row -> {
      RadioCases.WitnessCase us = cases.witness().regions(RadioRegion.US915, RadioRegion.US915);
      assertThat(us.outcome()).isEmpty();
      assertThat(us.regions(RadioRegion.US915, RadioRegion.EU868).outcome())
          .contains(WitnessReasons.WRONG_REGION);
    });
    b.report();
  }

  @Test
  void groupC() throws Exception {
    HeliumVectors c = HeliumVectors.group("C");
    RadioCases cases = new RadioCases(grid);
    Challenge window = new Challenge(
        new DeviceId("dev-" + "a".repeat(32)),
        0,
        0,
        new byte[32],
        NOW.minusSeconds(60),
        NOW.minusSeconds(10));
    c.check("C1", row -> assertThat(window.isOpenAt(NOW.minusSeconds(30))).isTrue());
    c.check("C2", row -> assertThat(window.isOpenAt(NOW.minusSeconds(1))).isFalse());
    Duration sixHours = Duration.ofHours(6);
    Instant last = Instant.parse("2023-01-02T00:00:01Z");
    c.check(
        "C4",
        row -> assertThat(BeaconChecks.isDue(sixHours, last, last.plus(Duration.ofHours(7))))
            .isTrue());
    c.check(
        "C5",
        row -> assertThat(BeaconChecks.isDue(sixHours, last, last.plus(Duration.ofHours(3))))
            .isFalse());
    c.check("C7", row -> assertThat(inTime(60, 59, 58)).isTrue());
    c.check("C8", row -> assertThat(inTime(60, 64, 63)).isTrue());
    c.check("C10", row -> assertThat(inTime(55, 60, 58)).isFalse());
    c.check("C11", row -> assertThat(inTime(55, 60, 60)).isTrue());
    c.check("C13", row -> {
      RadioScene scene = new RadioScene(10);
      assertThat(scene.selected()).isEqualTo(10);
      assertThat(scene.unselected()).isZero();
    });
    c.check("C14", row -> {
      RadioScene scene = new RadioScene(1);
      scene.addSelfWitness();
      scene.addStaleWitness();
      scene.addDuplicate();
      assertThat(scene.selected()).isEqualTo(1);
      assertThat(scene.codes())
          .contains("witness.self-witness", "witness.too-late", "witness.duplicate");
    });
    c.check(
        "C16",
        row ->
            assertThat(cases.beacon().notCapable().outcome()).contains(WitnessReasons.NOT_CAPABLE));
    c.check("C17", row -> {
      RadioCases.BeaconCase all =
          cases.beacon().denied().outsideWindow().notCapable().irregular().otherPacket();
      assertThat(all.outcome()).contains(WitnessReasons.DENIED);
      assertThat(all.outcomeWithout(WitnessReasons.DENIED)).contains(WitnessReasons.OUTSIDE_WINDOW);
      assertThat(all.outcomeWithout(WitnessReasons.DENIED, WitnessReasons.OUTSIDE_WINDOW))
          .contains(WitnessReasons.NOT_CAPABLE);
      assertThat(all.outcomeWithout(
              WitnessReasons.DENIED, WitnessReasons.OUTSIDE_WINDOW, WitnessReasons.NOT_CAPABLE))
          .contains(WitnessReasons.IRREGULAR_INTERVAL);
      assertThat(all.outcomeWithout(
              WitnessReasons.DENIED,
              WitnessReasons.OUTSIDE_WINDOW,
              WitnessReasons.NOT_CAPABLE,
              WitnessReasons.IRREGULAR_INTERVAL))
          .contains(WitnessReasons.WRONG_PACKET);
      assertThat(cases.beacon().outcome()).isEmpty();
    });
    // a rewarder runs when the epoch takes no more evidence: 30 minutes after the end of its day
    EpochSchedule days = new EpochSchedule(
        Instant.parse("2022-12-01T00:00:00Z"), Duration.ofDays(1), Duration.ofMinutes(30));
    c.check("C19", row -> {
      Instant now = Instant.parse("2022-12-02T00:30:00Z");
      assertThat(now).isEqualTo(days.closesAt(days.at(0)));
      assertThat(Duration.between(now, days.closesAt(days.at(1)))).hasMinutes(1_440);
    });
    c.check("C20", row -> {
      Instant now = Instant.parse("2022-12-02T00:15:00Z");
      assertThat(now).isBefore(days.closesAt(days.at(0)));
      assertThat(Duration.between(now, days.closesAt(days.at(0)))).hasMinutes(15);
    });
    c.check("C22", row -> {
      RecentPackets recent = new RecentPackets(2);
      assertThat(recent.heard(bytes(1))).isFalse();
      assertThat(recent.heard(bytes(2))).isFalse();
      assertThat(recent.heard(bytes(1))).isTrue();
      assertThat(recent.oldestFirst().get(0)).containsExactly(2);
      assertThat(recent.heard(bytes(3))).isFalse();
      assertThat(recent.oldestFirst()).containsExactly(bytes(1), bytes(3));
    });
    c.report();
  }

  @Test
  void entropyThatIsNoneNamesTheField() {
    for (String[] wrong : new String[][] {
      {"[]", "object"},
      {"{\"version\":0,\"timestamp\":1}", "data must be a string in Base64, not \"missing\""},
      {"{\"version\":2,\"timestamp\":1,\"data\":\"AA==\"}", "version"},
      {"{\"version\":0,\"timestamp\":-1,\"data\":\"AA==\"}", "timestamp"},
      {"{\"version\":0,\"timestamp\":1,\"data\":\"?\"}", "data"},
      {"{\"version\":0,\"timestamp\":\"1\",\"data\":\"AA==\"}", "timestamp"},
      {"{\"version\":0,\"version\":0,\"timestamp\":1,\"data\":\"AA==\"}", "not a JSON object"},
      {"{\"version\":99999999999,\"timestamp\":1,\"data\":\"AA==\"}", "version"}
    }) {
      assertThatThrownBy(() -> RemoteEntropy.parse(wrong[0]))
          .as(wrong[0])
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining(wrong[1]);
    }
  }

  @Test
  void hip15Units() {
    String text = Vectors.text("helium.md");
    List<String> witness = row(text, "| witness |");
    List<String> beacon = row(text, "| beacon |");
    for (int w = 1; w <= 15; w++) {
      assertThat(Hip15.witnessUnits(w)).isEqualTo(e4(witness.get(w - 1)));
      assertThat(Hip15.beaconUnits(w)).isEqualTo(e4(beacon.get(w - 1)));
    }
    assertThat(Hip15.beaconUnits(0)).isZero();
    // HIP-15's own sums: 12 witnesses give 3.18 + 1.83, 8 give 3.41 + 1.59
    assertThat(12 * Hip15.witnessUnits(12)).isBetween(31_600, 31_800);
    assertThat(8 * Hip15.witnessUnits(8)).isBetween(34_000, 34_200);
    Vectors.report("helium.md group D1", 30, "");
  }

  @Test
  void hip17Scale() {
    String text = Vectors.text("helium.md");
    String section = text.substring(text.indexOf("### D2."), text.indexOf("### D3."));
    List<H3Cell> places = new ArrayList<>();
    Matcher inputs = Pattern.compile("(631210990\\d{9})(?: x(\\d))?")
        .matcher(section.substring(section.indexOf("Inputs"), section.indexOf("Expected")));
    while (inputs.find()) {
      int times = inputs.group(2) == null ? 1 : Integer.parseInt(inputs.group(2));
      for (int i = 0; i < times; i++) {
        places.add(new H3Cell(Long.parseLong(inputs.group(1))));
      }
    }
    assertThat(places).hasSize(36);
    HexDensity density = HexDensity.of(places, grid);
    Map<String, H3Cell> bySuffix = new TreeMap<>();
    places.forEach(p -> bySuffix.put(Long.toString(p.index()), p));
    Matcher expected = Pattern.compile("…?(\\d{6,18}) (\\.\\d{4})")
        .matcher(section.substring(section.indexOf("Expected")));
    int checked = 0;
    while (expected.find()) {
      String suffix = expected.group(1);
      List<H3Cell> found = bySuffix.entrySet().stream()
          .filter(e -> e.getKey().endsWith(suffix))
          .map(Map.Entry::getValue)
          .toList();
      assertThat(found).as(suffix).hasSize(1);
      assertThat(density.scale(found.get(0))).as(suffix).isEqualTo(e4(expected.group(2)));
      checked++;
    }
    assertThat(checked).isEqualTo(31);
    Vectors.report("helium.md group D2", checked, "");
  }

  private static boolean isPossible(
      int heard, int beaconerGain, int witnessGain, long metres, int frequencyHz) {
    return WitnessChecks.isPossible(
        new WitnessChecks.Signal(heard, 27, beaconerGain, witnessGain, frequencyHz), metres);
  }

  private static boolean inTime(int beaconAgo, int firstAgo, int thisAgo) {
    return WitnessChecks.isInTime(new WitnessChecks.Times(
        NOW.minusSeconds(beaconAgo), NOW.minusSeconds(firstAgo), NOW.minusSeconds(thisAgo)));
  }

  private long metres(H3Cell from, H3Cell to) {
    GeoPoint a = grid.center(from);
    return grid.distanceMeters(a, grid.center(to));
  }

  private static int e4(String decimal) {
    return new java.math.BigDecimal(decimal.startsWith(".") ? "0" + decimal : decimal)
        .movePointRight(4)
        .intValueExact();
  }

  private static List<String> row(String text, String start) {
    int at = text.indexOf(start);
    String line = text.substring(at + start.length(), text.indexOf('\n', at));
    return Arrays.stream(line.split("\\|", -1)).map(String::trim).toList();
  }

  private static byte[] list(String text) {
    return bytes(Arrays.stream(text.replaceAll("[\\[\\]]", "").split(",", -1))
        .mapToInt(t -> Integer.parseInt(t.trim()))
        .toArray());
  }

  private static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }
}
