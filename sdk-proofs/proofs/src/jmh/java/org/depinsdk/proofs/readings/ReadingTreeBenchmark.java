package org.depinsdk.proofs.readings;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a reading of 16 bytes costs in a tree of 86,400, one for each second of a day: to commit to it, and to check it alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadingTreeBenchmark {
  private static final int READINGS = 86_400;

  private final byte[] seed = new byte[ReadingTree.SEED_BYTES];
  private final List<byte[]> readings = new ArrayList<>();
  private final CommittedReadings committed;
  private final DisclosedReading shown;

  /** Makes the readings. */
  public ReadingTreeBenchmark() {
    Random random = new Random(1);
    for (int i = 0; i < READINGS; i++) {
      byte[] reading = new byte[16];
      random.nextBytes(reading);
      readings.add(reading);
    }
    ReadingTree tree = ReadingTree.of(seed, readings);
    committed = tree.commitment(List.of());
    shown = tree.disclose(READINGS / 2);
  }

  /** Commits to all of them; the time is that of one. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public CommittedReadings commit() {
    return ReadingTree.of(seed, readings).commitment(List.of());
  }

  /** Checks one that is shown. */
  @Benchmark
  public boolean check() {
    return shown.isIn(committed.root(), committed.count());
  }
}
