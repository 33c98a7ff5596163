package org.depinsdk.proofs;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
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

/** Decodes, groups and judges the heartbeats of an epoch of a day on one thread: ten of each device. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class UptimeBenchmark {
  private static final int BEATS = 10;

  /** How many devices report. */
  @Param("100000")
  public int devices;

  private final UptimeVerifier verifier = new UptimeVerifier();
  private final List<Attributed<byte[]>> reports = new ArrayList<>();
  private ProofContext context = context();

  /** Makes the reports. */
  @Setup
  public void prepare() {
    context = context();
    Instant start = context.epoch().start();
    byte[] evidence = verifier.codec().encode(Heartbeat.of(Duration.ofSeconds(3)));
    for (int beat = 0; beat < BEATS; beat++) {
      for (int device = 0; device < devices; device++) {
        Instant at = start.plusSeconds(beat * 7_200L + device % 3_600);
        long number = (long) beat * devices + device;
        reports.add(new Attributed<>(
            ReportId.ofSignedBytes(ByteBuffer.allocate(8).putLong(number).array()),
            id(device),
            beat + 1,
            at,
            at.plusSeconds(1),
            number,
            Provenance.SIMULATED,
            evidence));
      }
    }
  }

  /**
   * One epoch.
   *
   * @return the sum of the scores, devices times ten
   * @throws MalformedEvidenceException never
   */
  @Benchmark
  public long judge() throws MalformedEvidenceException {
    Map<GroupKey, List<Attributed<Heartbeat>>> groups = new HashMap<>();
    for (Attributed<byte[]> report : reports) {
      Attributed<Heartbeat> decoded = report.with(verifier.codec().decode(report.evidence()));
      groups
          .computeIfAbsent(verifier.groupOf(decoded), g -> new ArrayList<>(BEATS))
          .add(decoded);
    }
    Judge<Heartbeat> judge = verifier.prepare(context);
    long sum = 0;
    for (Map.Entry<GroupKey, List<Attributed<Heartbeat>>> group : groups.entrySet()) {
      for (Verdict verdict :
          judge.judge(group.getKey(), group.getValue(), GroupState.EMPTY).verdicts()) {
        sum += verdict.score().units();
      }
    }
    if (sum != (long) devices * BEATS) {
      throw new IllegalStateException("expected " + devices * BEATS + " intervals, not " + sum);
    }
    return sum;
  }

  private static ProofContext context() {
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    return new ProofContext(
        new EpochTerms(
            "bench",
            new Epoch(0, start, start.plus(Duration.ofDays(1))),
            new Beacon("bench", 0, new byte[32]),
            new ProofConfig(Map.of("tolerance", "PT1M"))),
        RegistryView.empty());
  }

  private static DeviceId id(int number) {
    StringBuilder text = new StringBuilder("dev-");
    for (int i = 0; i < 32; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz234567".charAt((number * 31 >>> i % 27) & 31));
    }
    text.setLength(29);
    for (int shift = 0; shift < 35; shift += 5) {
      text.append("abcdefghijklmnopqrstuvwxyz234567".charAt(number >>> Math.min(shift, 30) & 31));
    }
    return new DeviceId(text.toString());
  }
}
