package org.depinsdk.radio.coverage;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.params.provider.MethodSource;

/** Claims and measurements of any bytes, from good ones on, get a verdict, and the laws hold. */
class CoverageFuzzTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final H3Cell AREA = GRID.cellAt(GeoPoint.ofDegrees(48.2, 16.37), 6);
  private static final H3Cell CELL = GRID.cellAt(GRID.center(AREA), 12);

  private static final TestNetwork NETWORK = new TestNetwork();
  private static final DeviceId FIRST = NETWORK.device("radio", 1, CELL);
  private static final DeviceId SECOND = NETWORK.device("station", 2, CELL);
  private static final DeviceId THIRD = NETWORK.device("client", 3);
  private static final EvidenceFuzz<CoverageReport> COVERAGE =
      new EvidenceFuzz<>(new CoverageVerifier(GRID), NETWORK, Map.of());

  static Stream<byte[]> coverage() {
    Instant late = TestNetwork.START.plus(Duration.ofHours(20));
    Speedtest test = new Speedtest(late, 100 * Speedtest.MBPS, 50 * Speedtest.MBPS, 20);
    List<CoverageReport.Covered> covered = GRID.disk(CELL, 1).stream()
        .map(cell -> new CoverageReport.Covered(cell, -850))
        .toList();
    List<Attributed<CoverageReport>> reports = new ArrayList<>();
    for (RadioType type : List.of(RadioType.OUTDOOR, RadioType.INDOOR)) {
      reports.add(NETWORK.report(
          reports.isEmpty() ? FIRST : SECOND,
          Duration.ofHours(21),
          new CoverageReport.Claim(
              AREA,
              type,
              covered,
              List.of(test, test),
              List.of(new CoverageReport.Location(late, GRID.center(CELL))))));
    }
    reports.add(NETWORK.report(
        THIRD, Duration.ofHours(22), new CoverageReport.Measurement(AREA, CELL, FIRST, -900)));
    return Stream.of(COVERAGE.seed(0, reports));
  }

  @MethodSource("coverage")
  @FuzzTest
  void coverage(byte[] data) {
    COVERAGE.judge(data);
  }
}
