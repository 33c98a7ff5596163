package org.depinsdk.epoch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Judges and settles an epoch of a day: heartbeats of ten thousand devices, read from a log on disk. Signatures are not part of
 * it, they are verified when reports come in. Beside it the loop that somebody would write who needs no findings, no sanctions,
 * no proof of what was paid, and has the memory: it counts each device's intervals in a map. {@code -prof mempool} shows the peak
 * of the memory pools.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx512m", "-XX:+UseParallelGC"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class EpochBenchmark {
  private static final String NAME = "bench";
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int DEVICES = 10_000;
  private static final int INTERVALS = 1440;

  /** How many reports the epoch has. */
  @Param({"1000000", "10000000"})
  public int reports;

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private Path folder = Path.of("");
  private Path log = Path.of("");

  /**
   * Enrols the devices and writes the log, in the order of time.
   *
   * @throws Exception if the log cannot be written
   */
  @Setup
  public void write() throws Exception {
    folder = Files.createTempDirectory("depin-epoch-benchmark");
    log = folder.resolve("log.pb");
    DeviceId[] devices = new DeviceId[DEVICES];
    byte[] secret = new byte[32];
    for (int i = 0; i < DEVICES; i++) {
      ByteBuffer.wrap(secret).putInt(i);
      DeviceKey key = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret).publicKey();
      devices[i] = DeviceId.derive(NAME, key);
      registry.append(
          START,
          devices[i],
          new RegistryChange.Enrolled(key, operator(i), "access-point", Optional.empty()));
      registry.append(START, devices[i], new RegistryChange.Activated());
    }
    int each = reports / DEVICES;
    UptimeVerifier verifier = new UptimeVerifier();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
      for (int beat = 0; beat < each; beat++) {
        Instant at = START.plusMillis(86_400_000L / each * beat + 500);
        byte[] evidence = verifier.codec().encode(Heartbeat.of(Duration.between(START, at)));
        for (DeviceId device : devices) {
          Report report =
              new Report(device, UptimeVerifier.KIND, beat + 1, at, Provenance.HARDWARE, evidence);
          LoggedReport.newBuilder()
              .setReport(SignedReport.of(report.toBytes(), new byte[64]).toWire())
              .setReceivedAtMs(at.toEpochMilli())
              .build()
              .writeDelimitedTo(out);
        }
      }
    }
  }

  /**
   * Removes the log.
   *
   * @throws IOException if a file cannot be removed
   */
  @TearDown
  public void remove() throws IOException {
    Files.delete(log);
    Files.delete(folder);
  }

  /**
   * One epoch, from the log to the Merkle root.
   *
   * @return the Merkle root
   * @throws IOException if a file cannot be written
   */
  @Benchmark
  public Bytes32 engine() throws IOException {
    LocalEpochEngine engine = LocalEpochEngine.builder(
            ProofVerifiers.of(List.of(new UptimeVerifier())))
        .workFolder(folder)
        .build();
    try (EpochOutcome outcome = engine.run(input())) {
      return outcome.distribution().root();
    }
  }

  /**
   * The loop.
   *
   * @return each device's intervals
   * @throws IOException if the log cannot be read
   */
  @Benchmark
  public Map<DeviceId, BitSet> loop() throws IOException {
    Map<DeviceId, BitSet> intervals = new HashMap<>();
    UptimeVerifier verifier = new UptimeVerifier();
    EvidenceSource.of(log).forEach(logged -> {
      try {
        Report report = SignedReport.of(logged.getReport()).report();
        verifier.codec().decode(report.evidence());
        intervals.computeIfAbsent(report.device(), d -> new BitSet()).set((int)
            Duration.between(START, report.deviceTime()).toMinutes());
      } catch (Exception e) {
        throw new IOException(e);
      }
    });
    return intervals;
  }

  private EpochInput input() {
    EpochSchedule schedule = new EpochSchedule(START, Duration.ofDays(1), Duration.ofMinutes(5));
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(
        UptimeVerifier.KIND,
        new ProofConfig(
            Map.of("interval", Duration.ofDays(1).dividedBy(INTERVALS).toString())));
    try {
      RewardPolicy rewards = RewardPolicy.builder(NAME, new Token("TST", 8))
          .emission(new ConstantEmission(TokenAmount.of(1_000_000_000)))
          .pool(Pool.named("uptime")
              .share(100)
              .proportionalTo(UptimeVerifier.KIND)
              .build())
          .build();
      NetworkPolicy policy = new NetworkPolicy(
          new AdmissionRules(NAME, schedule, Duration.ofMinutes(1), Duration.ofMinutes(30)),
          EnumSet.of(Provenance.HARDWARE),
          proofs,
          rewards);
      Epoch epoch = schedule.at(0);
      return new EpochInput(
          policy,
          VerifiedBeacon.demo(epoch, new byte[32]),
          EpochFacts.of(epoch),
          registry.view(),
          EvidenceSource.of(log),
          SettlementState.GENESIS);
    } catch (org.depinsdk.rewards.document.PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OperatorId operator(int number) {
    return new OperatorId("0x" + "%040x".formatted(number + 1));
  }
}
