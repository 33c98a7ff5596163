package org.depinsdk.radio;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.radio.coverage.CellRanking;
import org.depinsdk.radio.coverage.RadioType;
import org.depinsdk.radio.coverage.SignalLevel;
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

/** Ranks a million coverage claims, a thousand in each of a thousand cells, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class CoverageBenchmark {
  /** How many cells. */
  @Param("1000")
  public int cells;

  /** How many radios claim each. */
  @Param("1000")
  public int claims;

  /** Indoor or outdoor. */
  @Param({"INDOOR", "OUTDOOR"})
  public RadioType type = RadioType.INDOOR;

  private final List<List<CellRanking.Candidate>> byCell = new ArrayList<>();

  /** Makes the claims. */
  @Setup
  public void prepare() {
    var random = Property.random(1);
    List<DeviceId> devices = new ArrayList<>();
    for (int i = 0; i < claims; i++) {
      StringBuilder id = new StringBuilder("dev-");
      for (int c = 0; c < 32; c++) {
        id.append((char) ('a' + random.nextInt(26)));
      }
      devices.add(new DeviceId(id.toString()));
    }
    for (int cell = 0; cell < cells; cell++) {
      List<CellRanking.Candidate> candidates = new ArrayList<>();
      for (DeviceId device : devices) {
        int signal = random.nextInt(-1_200, -700);
        candidates.add(new CellRanking.Candidate(
            device,
            signal,
            SignalLevel.Thresholds.CELLULAR.levelOf(signal),
            Instant.ofEpochSecond(random.nextInt(1_000_000))));
      }
      byCell.add(candidates);
    }
  }

  /**
   * Ranks every cell.
   *
   * @return the best signals' sum, so that nothing is left out
   */
  @Benchmark
  public long rank() {
    long sum = 0;
    for (List<CellRanking.Candidate> candidates : byCell) {
      sum += CellRanking.rank(type, candidates).get(0).signalDeciDbm();
    }
    return sum;
  }
}
