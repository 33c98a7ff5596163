package org.depinsdk.radio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.radio.coverage.CoverageReport;
import org.depinsdk.radio.coverage.CoverageVerifier;
import org.depinsdk.radio.coverage.RadioType;
import org.depinsdk.testing.Property;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole verifier on a million coverage claims: 1,000 radios that all claim the same 1,000 cells of one area are decoded,
 * checked, ranked in each cell and given their points, on one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class DenseAreaBenchmark {
  /** How many radios claim. */
  @Param("1000")
  public int radios;

  /** How many cells each of them claims. */
  @Param("1000")
  public int cells;

  private final HexGrid grid = HexGrid.load();
  private final CoverageVerifier verifier = new CoverageVerifier(grid);
  private final TestNetwork network = new TestNetwork();
  private final List<Attributed<byte[]>> reports = new ArrayList<>();
  private ProofContext context = network.context(Map.of());
  private H3Cell area =
      grid.cellAt(GeoPoint.ofDegrees(48.2, 16.37), CoverageReport.AREA_RESOLUTION);

  /** Makes the claims. */
  @Setup
  public void prepare() {
    var random = Property.random(1);
    H3Cell middle = grid.cellAt(grid.center(area), 12);
    List<H3Cell> around = grid.disk(middle, 20).subList(0, cells);
    area = middle.parent(CoverageReport.AREA_RESOLUTION);
    for (int i = 0; i < radios; i++) {
      DeviceId radio = network.device("radio", i, middle);
      List<CoverageReport.Covered> covered = new ArrayList<>();
      for (H3Cell cell : around) {
        covered.add(new CoverageReport.Covered(cell, random.nextInt(-1_200, -700)));
      }
      Instant at = TestNetwork.START.plus(Duration.ofHours(20));
      CoverageReport claim = new CoverageReport.Claim(
          area,
          RadioType.OUTDOOR,
          covered,
          List.of(),
          List.of(new CoverageReport.Location(at, grid.center(middle))));
      reports.add(network.report(radio, Duration.ofHours(21), verifier.codec().encode(claim)));
    }
    context = network.context(Map.of("speedtest", "none"));
  }

  /**
   * One area.
   *
   * @return the verdicts
   * @throws MalformedEvidenceException never
   */
  @Benchmark
  public List<Verdict> judge() throws MalformedEvidenceException {
    List<Attributed<CoverageReport>> evidence = new ArrayList<>(reports.size());
    for (Attributed<byte[]> report : reports) {
      evidence.add(report.with(verifier.codec().decode(report.evidence())));
    }
    return verifier
        .prepare(context)
        .judge(GroupKey.cell(area), evidence, GroupState.EMPTY)
        .verdicts();
  }
}
