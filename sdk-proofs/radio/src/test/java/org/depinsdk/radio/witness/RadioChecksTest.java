package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.report.ReasonCode;
import org.junit.jupiter.api.Test;

/** The verification list: one bad report for each check, which passes when that check is taken out and only then. */
class RadioChecksTest {
  private final HexGrid grid = HexGrid.load();
  private final RadioCases cases = new RadioCases(grid);

  @Test
  void everyWitnessCheckMatters() {
    assertThat(cases.witness().outcome()).isEmpty();
    RadioCases.WitnessCase good = cases.witness();
    Map<ReasonCode, List<RadioCases.WitnessCase>> bad = new LinkedHashMap<>();
    bad.put(WitnessReasons.DUPLICATE, List.of(good.duplicate()));
    bad.put(WitnessReasons.UNKNOWN_DEVICE, List.of(good.unknown()));
    bad.put(WitnessReasons.DENIED, List.of(good.denied()));
    bad.put(WitnessReasons.DENIED_EDGE, List.of(good.deniedEdge()));
    bad.put(WitnessReasons.SELF_WITNESS, List.of(good.self()));
    bad.put(WitnessReasons.OUTSIDE_WINDOW, List.of(good.outsideWindow()));
    bad.put(WitnessReasons.TOO_LATE, List.of(good.tooLate()));
    bad.put(WitnessReasons.WRONG_PACKET, List.of(good.otherPacket()));
    bad.put(WitnessReasons.NOT_CAPABLE, List.of(good.notCapable()));
    bad.put(WitnessReasons.WRONG_FREQUENCY, List.of(good.offset(100_001), good.offset(-100_001)));
    bad.put(
        WitnessReasons.WRONG_REGION, List.of(good.regions(RadioRegion.EU868, RadioRegion.US915)));
    bad.put(WitnessReasons.TOO_CLOSE, List.of(good.at(new H3Cell(627111975468974079L))));
    bad.put(
        WitnessReasons.TOO_FAR,
        List.of(good.signal(-2_000).at(new H3Cell(631278052025960447L)).signal(-2_000)));
    bad.put(WitnessReasons.TOO_STRONG, List.of(good.signal(-500)));
    bad.put(WitnessReasons.NOT_RECIPROCAL, List.of(good.notReciprocal()));
    bad.forEach((code, reports) -> {
      for (RadioCases.WitnessCase report : reports) {
        assertThat(report.outcome()).as(code.text()).contains(code);
        assertThat(report.outcomeWithout(code)).as("without " + code).isEmpty();
      }
    });
    assertThat(good.notAsserted().outcome()).contains(WitnessReasons.NOT_ASSERTED);
    assertThat(good.offset(100_000).outcome()).isEmpty();
    assertThat(WitnessChecks.PIPELINE.checks()).hasSize(bad.size() + 1);
  }

  // the five-sided cells of resolution 11: base cells of the H3 specification, all digits 0
  private static List<H3Cell> pentagons() {
    return IntStream.of(4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117)
        .mapToObj(base -> new H3Cell(1L << 59 | 11L << 52 | (long) base << 45 | 0xfff))
        .toList();
  }

  @Test
  void nobodyIsFarApartBesideAPentagon() {
    int untold = 0;
    for (H3Cell pentagon : pentagons()) {
      List<H3Cell> around = grid.disk(pentagon, 3);
      for (H3Cell from : around) {
        for (H3Cell to : around) {
          untold += grid.distance(from, to).isEmpty() ? 1 : 0;
          assertThat(WitnessChecks.isFarEnough(grid, from, to))
              .as("%s %s", from, to)
              .isFalse();
        }
      }
      // far apart, the grid cannot tell either
      assertThat(WitnessChecks.isFarEnough(grid, pentagon, RadioCases.WITNESS_PLACE))
          .isTrue();
    }
    assertThat(untold).isEqualTo(2 * 2_160);
  }

  /** A grid that answers what a test wants to know the boundary of. */
  private HexGrid at(OptionalLong steps, long metres) {
    return (HexGrid) Proxy.newProxyInstance(
        HexGrid.class.getClassLoader(),
        new Class<?>[] {HexGrid.class},
        (p, method, arguments) -> switch (method.getName()) {
          case "distance" -> steps;
          case "distanceMeters" -> metres;
          default -> method.invoke(grid, arguments);
        });
  }

  private boolean isFarEnough(OptionalLong steps, long metres) {
    H3Cell any = RadioCases.WITNESS_PLACE;
    return WitnessChecks.isFarEnough(at(steps, metres), any, any);
  }

  @Test
  void limitsAreWhereTheNetworkHasThem() {
    assertThat(isFarEnough(OptionalLong.of(8), 0)).isTrue();
    assertThat(isFarEnough(OptionalLong.of(7), 1_000)).isFalse();
    assertThat(isFarEnough(OptionalLong.empty(), 400)).isTrue();
    assertThat(isFarEnough(OptionalLong.empty(), 399)).isFalse();
    RadioCases.WitnessCase weak = cases.witness().signal(-2_000);
    assertThat(weak.grid(at(OptionalLong.of(8), 100_000)).outcome()).isEmpty();
    assertThat(weak.grid(at(OptionalLong.of(8), 100_001)).outcome())
        .contains(WitnessReasons.TOO_FAR);
    // a beacon that came first leaves 4 s, a witness that came first or with it 1.5 s
    Instant at = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(isInTime(at, at.plusMillis(1), at.plusMillis(4_000))).isTrue();
    assertThat(isInTime(at, at.plusMillis(1), at.plusMillis(4_001))).isFalse();
    assertThat(isInTime(at, at, at.plusMillis(1_500))).isTrue();
    assertThat(isInTime(at, at, at.plusMillis(1_501))).isFalse();
    assertThat(isInTime(at.plusMillis(1), at, at.plusMillis(1_500))).isTrue();
    assertThat(isInTime(at.plusMillis(1), at, at.plusMillis(1_501))).isFalse();
  }

  private static boolean isInTime(Instant beacon, Instant first, Instant received) {
    return WitnessChecks.isInTime(new WitnessChecks.Times(beacon, first, received));
  }

  private static boolean isPossible(int heard, int gainA, int gainB, long metres) {
    return WitnessChecks.isPossible(
        new WitnessChecks.Signal(heard, 14, gainA, gainB, 868_100_000), metres);
  }

  /** helium/oracles divides each antenna's gain by ten, in integers, before it adds them. */
  @Test
  void gainsCountInWholeDecibelsOfEachAntenna() {
    for (int[] gains :
        new int[][] {{19, 19, 2}, {12, 12, 2}, {9, 9, 0}, {80, 12, 9}, {-19, 0, -1}}) {
      long best = RadioPhysics.strongestSignalMicroDbm(14, gains[2], 1_000, 868_100_000);
      int strongest = (int) Math.floorDiv(best, RadioPhysics.MICRO / 10);
      assertThat(isPossible(strongest, gains[0], gains[1], 1_000)).isTrue();
      assertThat(isPossible(strongest + 1, gains[0], gains[1], 1_000)).isFalse();
    }
  }

  /** A signal exactly as strong as physics allows is possible. */
  @Test
  void theStrongestPossibleSignalIsPossible() {
    long tenth = RadioPhysics.MICRO / 10;
    int exact = 0;
    for (int hertz = 868_100_000; exact == 0; hertz++) {
      for (long metres = 1; metres <= 10_000 && exact == 0; metres++) {
        long best = RadioPhysics.strongestSignalMicroDbm(14, 0, metres, hertz);
        if (best % tenth == 0) {
          exact = (int) (best / tenth);
          assertThat(isPossible(exact, hertz, metres)).isTrue();
          assertThat(isPossible(exact + 1, hertz, metres)).isFalse();
        }
      }
    }
    // no distance is as one metre
    int nearest =
        (int) Math.floorDiv(RadioPhysics.strongestSignalMicroDbm(14, 0, 1, 868_100_000), tenth);
    assertThat(isPossible(nearest, 868_100_000, 0)).isTrue();
    assertThat(isPossible(nearest + 1, 868_100_000, 0)).isFalse();
  }

  private static boolean isPossible(int heard, int hertz, long metres) {
    return WitnessChecks.isPossible(new WitnessChecks.Signal(heard, 14, 0, 0, hertz), metres);
  }

  @Test
  void bothAntennasMakeASignalPossible() {
    RadioCases.WitnessCase weak = cases.witness();
    int strongest = IntStream.iterate(-1_100, s -> weak.signal(s).outcome().isEmpty(), s -> s + 1)
        .max()
        .orElseThrow();
    assertThat(weak.signal(strongest + 1).outcome()).contains(WitnessReasons.TOO_STRONG);
    assertThat(weak.gains(12, 22).signal(strongest + 1).outcome()).isEmpty();
    assertThat(weak.gains(22, 12).signal(strongest + 1).outcome()).isEmpty();
  }

  @Test
  void everyBeaconCheckMatters() {
    RadioCases.BeaconCase good = cases.beacon();
    assertThat(good.outcome()).isEmpty();
    Map<ReasonCode, List<RadioCases.BeaconCase>> bad = new LinkedHashMap<>();
    bad.put(WitnessReasons.UNKNOWN_DEVICE, List.of(good.unknown()));
    bad.put(WitnessReasons.NOT_ASSERTED, List.of(good.notAsserted()));
    bad.put(WitnessReasons.DENIED, List.of(good.denied()));
    bad.put(WitnessReasons.OUTSIDE_WINDOW, List.of(good.outsideWindow()));
    bad.put(WitnessReasons.NOT_CAPABLE, List.of(good.notCapable()));
    bad.put(WitnessReasons.IRREGULAR_INTERVAL, List.of(good.irregular()));
    bad.put(
        WitnessReasons.WRONG_PACKET,
        List.of(good.otherPacket(), good.otherChannel(), good.otherDataRate()));
    bad.put(WitnessReasons.NOT_RECIPROCAL, List.of(good.notReciprocal()));
    bad.forEach((code, reports) -> {
      for (RadioCases.BeaconCase report : reports) {
        assertThat(report.outcome()).as(code.text()).contains(code);
        assertThat(report.outcomeWithout(code)).as("without " + code).isEmpty();
      }
    });
    assertThat(BeaconChecks.PIPELINE.checks()).hasSize(bad.size());
  }
}
