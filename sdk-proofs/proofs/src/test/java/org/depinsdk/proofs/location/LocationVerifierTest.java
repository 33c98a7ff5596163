package org.depinsdk.proofs.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class LocationVerifierTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final GeoPoint VIENNA = GeoPoint.ofDegrees(48.2, 16.37);
  private static final GeoPoint GRAZ = GeoPoint.ofDegrees(47.07, 15.44);
  private static final H3Cell HOME = GRID.cellAt(VIENNA, 12);

  private final TestNetwork network = new TestNetwork();
  private final LocationVerifier verifier = new LocationVerifier();
  private final List<Attributed<LocationReport>> evidence = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();

  private void fix(DeviceId device, int minute, GeoPoint point, int accuracy) {
    evidence.add(network.report(
        device, Duration.ofMinutes(minute), new LocationReport.Fix(point, accuracy)));
  }

  private Verdict verdict(DeviceId device) {
    return TestEngine.judge(verifier, evidence, network.context(settings)).stream()
        .filter(v -> v.device().equals(device))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no verdict about " + device));
  }

  private void says(DeviceId device, int score, String... codes) {
    assertThat(verdict(device).score().units()).isEqualTo(score);
    assertThat(TestNetwork.codes(verdict(device))).contains(codes);
  }

  @Test
  void deviceAtItsPlace() {
    DeviceId device = network.device("station", 1, HOME);
    fix(device, 1, VIENNA, 3);
    says(device, 1, "location.fixes");
    settings.put("min-fixes", "2");
    says(device, 0, "location.too-few-fixes");
  }

  @Test
  void badFixesDoNotCount() {
    DeviceId device = network.device("station", 1, HOME);
    fix(device, 1, GRAZ, 3);
    says(device, 0, "location.elsewhere");
    evidence.clear();
    fix(device, 1, VIENNA, 101);
    says(device, 0, "location.inaccurate");
    evidence.clear();
    fix(device, -1, VIENNA, 3);
    says(device, 0, "location.outside-epoch");
    DeviceId homeless = network.device("station", 1);
    fix(homeless, 1, VIENNA, 3);
    says(homeless, 0, "location.not-asserted");
  }

  @Test
  void teleportIsNotBelieved() {
    DeviceId car = network.device("vehicle", 1);
    settings.put("asserted", "none");
    fix(car, 0, VIENNA, 3);
    fix(car, 60, GRAZ, 3);
    says(car, 1, "location.fixes");
    // 145 km in five minutes
    fix(car, 65, VIENNA, 3);
    says(car, 0, "location.teleport");
    settings.put("max-speed", "500");
    says(car, 1, "location.fixes");
  }

  @Test
  void teleportFromTheAssertedPlaceIsNotBelieved() {
    DeviceId station = network.device("station", 1, HOME);
    fix(station, 0, VIENNA, 3);
    says(station, 1, "location.fixes");
    fix(station, 5, GRAZ, 3);
    says(station, 0, "location.elsewhere", "location.teleport");
    settings.put("max-speed", "500");
    says(station, 1, "location.elsewhere");
  }

  private void sighting(DeviceId witness, DeviceId target) {
    evidence.add(
        network.report(witness, Duration.ofMinutes(5), new LocationReport.Sighting(target, -700)));
  }

  @Test
  void thoseWhoHearItSayWhereItIs() {
    DeviceId station = network.device("station", 1, HOME);
    fix(station, 1, VIENNA, 3);
    DeviceId near = network.device("station", 2, GRID.disk(HOME, 5).get(0));
    DeviceId far = network.device("station", 3, GRID.cellAt(GRAZ, 12));
    settings.put("min-witnesses", "1");
    says(station, 0, "location.too-few-witnesses");
    sighting(near, station);
    says(station, 1, "location.fixes");
    says(near, 0, "location.sighting");
    sighting(far, station);
    says(station, 1, "location.fixes");
    // an operator who heard it near once keeps that voice, whatever its other devices say
    sighting(network.device("station", 2, GRID.cellAt(GRAZ, 11)), station);
    settings.put("min-witnesses", "1");
    says(station, 1, "location.fixes");
    // a second device of the same operator has no second voice; another operator does
    sighting(network.device("station", 3, GRID.cellAt(GRAZ, 11)), station);
    says(station, 1, "location.fixes");
    sighting(network.device("station", 4, GRID.cellAt(GRAZ, 12)), station);
    says(station, 0, "location.heard-elsewhere");
    settings.put("witness-range", "150000");
    says(station, 1, "location.fixes");
  }

  @Test
  void onlyIndependentWitnessesAreHeard() {
    DeviceId station = network.device("station", 1, HOME);
    fix(station, 1, VIENNA, 3);
    for (DeviceId witness : List.of(
        network.device("station", 1, GRID.cellAt(GRAZ, 12)), network.device("station", 2))) {
      sighting(witness, station);
      says(witness, 0, "location.not-a-witness");
    }
    says(station, 1, "location.fixes");
  }

  @Test
  void movementNeedsTwoCells() {
    DeviceId car = network.device("vehicle", 1);
    settings.put("asserted", "none");
    settings.put("movement", "required");
    fix(car, 0, VIENNA, 3);
    fix(car, 30, VIENNA, 3);
    says(car, 0, "location.not-moved");
    fix(car, 120, GRAZ, 3);
    says(car, 1, "location.moved");
    assertThat(verdict(car).findings().stream()
            .filter(f -> f.code().equals(LocationReasons.MOVED))
            .findFirst()
            .orElseThrow()
            .facts())
        .containsEntry("from", GRID.cellAt(VIENNA, 8).toString())
        .containsEntry("to", GRID.cellAt(GRAZ, 8).toString());
  }

  /** One metre apart on both sides of an edge between two cells: the fixes lie within each other's accuracy. */
  @Test
  void aParkedCarAtAnEdgeHasNotMoved() {
    DeviceId car = network.device("vehicle", 1);
    settings.put("asserted", "none");
    settings.put("movement", "required");
    long west = 163_700_000;
    long east = 164_700_000;
    while (east - west > 1) {
      long middle = (west + east) / 2;
      boolean same = GRID.cellAt(e7(middle), 8).equals(GRID.cellAt(e7(163_700_000), 8));
      west = same ? middle : west;
      east = same ? east : middle;
    }
    // about 74 m to each hundred-thousandth of a degree of longitude that is 10^-3
    fix(car, 0, e7(west), 30);
    fix(car, 30, e7(east + 130), 30);
    assertThat(GRID.cellAt(e7(west), 8)).isNotEqualTo(GRID.cellAt(e7(east + 130), 8));
    says(car, 0, "location.not-moved");
    // 60 m lie within both accuracies, 61 m do not
    long metres = 0;
    long to = east;
    while (metres < 61) {
      to += 10;
      metres = GRID.distanceMeters(e7(west), e7(to));
      evidence.clear();
      fix(car, 0, e7(west), 30);
      fix(car, 30, e7(to), 30);
      says(car, metres > 60 ? 1 : 0, metres > 60 ? "location.moved" : "location.not-moved");
    }
  }

  private static GeoPoint e7(long longitude) {
    return new GeoPoint(482_000_000, (int) longitude);
  }

  /** A tram at 20 m/s whose clock NTP sets back by 20 s between two fixes, 30 s apart. */
  @Test
  void aClockThatIsSetBackIsNoTeleport() {
    DeviceId car = network.device("vehicle", 1);
    settings.put("asserted", "none");
    settings.put("max-speed", "25");
    int[] fast = {20, 20, 20, 0, 0};
    for (int i = 0; i < fast.length; i++) {
      long truth = 600 + 30L * i;
      evidence.add(network.report(
          car,
          Duration.ofSeconds(truth + fast[i]),
          Duration.ofSeconds(-fast[i]),
          new LocationReport.Fix(e7(163_700_000 + 80_000 * i), 3)));
    }
    says(car, 1, "location.fixes");
    assertThat(TestNetwork.codes(verdict(car))).doesNotContain("location.teleport");
    // received all at once, and set back by more than lies between two fixes
    evidence.clear();
    for (int i = 0; i < fast.length; i++) {
      long truth = 600 + 30L * i;
      long clock = truth + 2L * fast[i];
      evidence.add(network.report(
          car,
          Duration.ofSeconds(clock),
          Duration.ofSeconds(3_600 - clock),
          new LocationReport.Fix(e7(163_700_000 + 80_000 * i), 3)));
    }
    says(car, 1, "location.fixes");
    settings.put("clock-tolerance", "PT1S");
    says(car, 0, "location.teleport");
  }

  @Test
  void bothAccuraciesCountForATeleport() {
    DeviceId car = network.device("vehicle", 1);
    settings.put("asserted", "none");
    settings.put("max-speed", "1");
    long metres = GRID.distanceMeters(e7(163_700_000), e7(163_710_000));
    for (int[] accuracies : new int[][] {{0, 0}, {10, 0}, {0, 10}, {10, 10}}) {
      long allowed = metres - accuracies[0] - accuracies[1];
      for (long seconds : new long[] {allowed - 1, allowed}) {
        evidence.clear();
        evidence.add(network.report(
            car, Duration.ZERO, new LocationReport.Fix(e7(163_700_000), accuracies[0])));
        evidence.add(network.report(
            car,
            Duration.ofSeconds(seconds),
            new LocationReport.Fix(e7(163_710_000), accuracies[1])));
        assertThat(TestNetwork.codes(verdict(car)).contains("location.teleport"))
            .isEqualTo(seconds < allowed);
      }
    }
  }

  @Test
  void movedDeviceWaitsForTheCoolDown() {
    DeviceId moved = network.device("station", 1, GRID.cellAt(GRAZ, 12));
    DeviceId settled = network.device("station", 2, HOME);
    network.change(TestNetwork.START, moved, new RegistryChange.Relocated(HOME));
    fix(moved, 1, VIENNA, 3);
    fix(settled, 1, VIENNA, 3);
    says(moved, 1, "location.fixes");
    settings.put("cool-down", "P7D");
    says(moved, 0, "location.cool-down");
    says(settled, 1, "location.fixes");
    settings.put("cool-down", "P1D");
    says(moved, 1, "location.fixes");
  }

  @Test
  void cellHasRoomForTheEldest() {
    List<DeviceId> stations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stations.add(network.device("station", i, HOME));
      fix(stations.get(i), 1, VIENNA, 3);
    }
    // the first moves out and in again, which makes it the youngest
    network.change(
        TestNetwork.START, stations.get(0), new RegistryChange.Relocated(GRID.cellAt(GRAZ, 12)));
    network.change(
        TestNetwork.START.plusSeconds(1), stations.get(0), new RegistryChange.Relocated(HOME));
    settings.put("capacity", "3");
    // of the day before nothing is known yet: nobody takes up room
    says(stations.get(0), 1, "location.fixes");
    SortedMap<GroupKey, GroupState> states = TestEngine.judge(
            verifier, evidence, network.context(settings), new TreeMap<>())
        .state();
    assertThat(states).hasSize(4);
    TestEngine.Judged next =
        TestEngine.judge(verifier, evidence, network.context(settings), states);
    Map<DeviceId, Long> placed = new TreeMap<>();
    next.verdicts().forEach(v -> placed.put(v.device(), v.score().units()));
    assertThat(placed).containsEntry(stations.get(0), 0L);
    assertThat(placed.values()).containsExactlyInAnyOrder(0L, 1L, 1L, 1L);
  }

  /** Ten idle registrations that are older than everybody leave the cell's room to those who report. */
  @Test
  void aSilentDeviceTakesUpNoRoom() {
    List<DeviceId> silent = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      silent.add(network.device("station", i, HOME));
    }
    DeviceId heard = network.device("station", 20, HOME);
    DeviceId gone = network.device("station", 21, HOME);
    DeviceId station = network.device("station", 22, HOME);
    network.change(TestNetwork.START, station, new RegistryChange.Relocated(GRID.cellAt(GRAZ, 12)));
    network.change(TestNetwork.START.plusSeconds(1), station, new RegistryChange.Relocated(HOME));
    fix(station, 1, VIENNA, 3);
    settings.put("capacity", "1");
    Instant lately = TestNetwork.START.minus(Duration.ofHours(48));
    SortedMap<GroupKey, GroupState> states = new TreeMap<>();
    states.put(
        GroupKey.device(gone),
        GroupState.of(Map.of("heard", lately.minusMillis(1).toString())));
    states.put(GroupKey.device(silent.get(0)), GroupState.of(Map.of("heard", "soon")));
    TestEngine.Judged judged =
        TestEngine.judge(verifier, evidence, network.context(settings), states);
    assertThat(judged.verdicts())
        .singleElement()
        .satisfies(v -> assertThat(v.score().units()).isEqualTo(1));
    // what is remembered ages
    assertThat(judged.state()).containsOnlyKeys(GroupKey.device(station));
    states.put(GroupKey.device(heard), GroupState.of(Map.of("heard", lately.toString())));
    Verdict crowded = TestEngine.judge(verifier, evidence, network.context(settings), states)
        .verdicts()
        .get(0);
    assertThat(crowded.score().units()).isZero();
    assertThat(TestNetwork.codes(crowded)).contains("location.crowded");
  }

  /** A fix on the very circle around the asserted place counts, one metre further does not. */
  @Test
  void aFixOnTheCircleCounts() {
    DeviceId device = network.device("station", 1, HOME);
    long metres = GRID.distanceMeters(GRID.center(HOME), e7(163_740_000));
    settings.put("max-distance", "" + (metres - 5));
    fix(device, 1, e7(163_740_000), 5);
    says(device, 1, "location.fixes");
    evidence.clear();
    fix(device, 1, e7(163_740_000), 4);
    says(device, 0, "location.elsewhere");
  }

  @Test
  void lightIsTheLimit() {
    DeviceId device = network.device("station", 1, HOME);
    DeviceId landmark = network.device("landmark", 2, GRID.cellAt(GRAZ, 12));
    fix(device, 1, VIENNA, 3);
    // 145 km and back takes light 0.97 ms
    evidence.add(network.report(
        landmark, Duration.ofMinutes(2), new LocationReport.RoundTrip(device, 1_000)));
    says(device, 1, "location.fixes");
    says(landmark, 0, "location.round-trip");
    evidence.add(
        network.report(landmark, Duration.ofMinutes(3), new LocationReport.RoundTrip(device, 900)));
    says(device, 0, "location.faster-than-light");
  }

  @Test
  void onlyIndependentLandmarksAreHeard() {
    DeviceId device = network.device("station", 1, HOME);
    H3Cell graz = GRID.cellAt(GRAZ, 12);
    fix(device, 1, VIENNA, 3);
    for (DeviceId other : List.of(
        network.device("landmark", 1, graz),
        network.device("station", 2, graz),
        network.device("landmark", 3))) {
      evidence.add(
          network.report(other, Duration.ofMinutes(2), new LocationReport.RoundTrip(device, 1)));
      says(other, 0, "location.not-a-landmark");
    }
    says(device, 1, "location.fixes");
  }

  @Test
  void settingsAreChecked() {
    DeviceId device = network.device("station", 1, HOME);
    fix(device, 1, VIENNA, 3);
    for (Map<String, String> wrong :
        List.of(Map.of("asserted", "yes"), Map.of("movement", "1"), Map.of("max-speed", "0"))) {
      settings.clear();
      settings.putAll(wrong);
      assertThatThrownBy(() -> verdict(device))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.keySet().iterator().next());
    }
  }

  @Test
  void lawsHold() {
    DeviceId device = network.device("station", 1, HOME);
    DeviceId landmark = network.device("landmark", 2, GRID.cellAt(GRAZ, 12));
    settings.put("cool-down", "P7D");
    settings.put("capacity", "3");
    Property.check(200, random -> {
      evidence.clear();
      for (int i = 0; i < 6; i++) {
        fix(
            device,
            random.nextInt(2_000),
            random.nextBoolean() ? VIENNA : GRAZ,
            random.nextInt(200));
        evidence.add(network.report(
            landmark,
            Duration.ofMinutes(random.nextInt(1_000)),
            new LocationReport.RoundTrip(device, random.nextInt(3_000))));
        sighting(landmark, device);
      }
      VerifierLaws.codec(verifier, evidence);
      VerifierLaws.judgement(verifier, evidence, network.context(settings), random);
      for (int i = 0; i < 10; i++) {
        VerifierLaws.hostileBytes(verifier, evidence, network.context(settings), random);
      }
    });
  }
}
