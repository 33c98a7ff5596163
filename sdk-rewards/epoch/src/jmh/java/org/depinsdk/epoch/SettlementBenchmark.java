package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * From verdicts to the Merkle root and a written bundle: each device has an operator of its own, and each operator earned before.
 * Reports, which cost the same as copying them, are not part of it, nor is the registry. {@code -prof mempool} shows the peak of
 * the memory pools, {@code -prof org.depinsdk.core.identity.CpuSeconds} shots for a second of the processors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx4g", "-XX:+UseParallelGC"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class SettlementBenchmark {
  private static final String NAME = "bench";
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final EpochSchedule SCHEDULE =
      new EpochSchedule(START, Duration.ofDays(1), Duration.ofMinutes(5));

  /** How many devices, and as many operators. */
  @Param({"1000000"})
  public int devices;

  private DeviceId[] ids = {};
  private OperatorId[] operators = {};
  private EpochInput input;

  /** Names devices and operators. */
  @Setup
  public void name() {
    Random random = new Random(7);
    byte[] bytes = new byte[20];
    ids = new DeviceId[devices];
    operators = new OperatorId[devices];
    TreeMap<OperatorId, TokenAmount> lifetime = new TreeMap<>();
    for (int i = 0; i < devices; i++) {
      random.nextBytes(bytes);
      operators[i] = new OperatorId(Hex.encode0x(bytes));
      lifetime.put(operators[i], TokenAmount.of(random.nextLong(1L << 60)));
      ids[i] = device(random);
    }
    input = input(lifetime);
  }

  /**
   * One epoch from its verdicts on.
   *
   * @return the Merkle root
   * @throws IOException if a file cannot be written
   */
  @Benchmark
  public Bytes32 settle() throws IOException {
    Path folder = Files.createTempDirectory("depin-settlement-benchmark");
    JudgedRows rows = new JudgedRows(folder, Runtime.getRuntime().maxMemory() / 2);
    for (int i = 0; i < devices; i++) {
      GroupKey group = GroupKey.device(ids[i]);
      long units = 1 + i % 1440;
      Verdict verdict = new Verdict(
          ids[i], UptimeVerifier.KIND, group, UptimeVerifier.SCORE.of(units), List.of());
      JudgedRow.judgement(
          UptimeVerifier.KIND,
          group,
          Judgement.of(List.of(verdict)),
          List.of(new Contribution(ids[i], UptimeVerifier.KIND, units, Owners.sole(operators[i]))),
          rows);
    }
    JudgedEpoch judged =
        rows.finish(new JudgingSteps(input, ProofVerifiers.of(List.of(new UptimeVerifier()))));
    Bytes32 root;
    try (EpochOutcome outcome = Settlement.settle(SettlementInput.of(input), judged)) {
      EpochBundle.write(folder.resolve("epoch-0"), Publication.FIRST, input, outcome);
      root = outcome.distribution().root();
    }
    BundleFiles.deleteTree(folder);
    return root;
  }

  private static EpochInput input(TreeMap<OperatorId, TokenAmount> lifetime) {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT1M")));
    try {
      RewardPolicy rewards = RewardPolicy.builder(NAME, new Token("TST", 18))
          .emission(new ConstantEmission(TokenAmount.of(1_000_000_000_000_000_000L)))
          .pool(Pool.named("uptime")
              .share(100)
              .proportionalTo(UptimeVerifier.KIND)
              .build())
          .build();
      NetworkPolicy policy = new NetworkPolicy(
          new AdmissionRules(NAME, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30)),
          EnumSet.of(Provenance.HARDWARE),
          proofs,
          rewards);
      Epoch epoch = SCHEDULE.at(0);
      return new EpochInput(
          policy,
          VerifiedBeacon.demo(epoch, new byte[32]),
          EpochFacts.of(epoch),
          new InMemoryDeviceRegistry().view(),
          visitor -> {},
          new SettlementState(0, "", new TreeMap<>(), lifetime, ProofStates.NONE));
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DeviceId device(Random random) {
    StringBuilder text = new StringBuilder("dev-");
    for (int i = 0; i < 32; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz234567".charAt(random.nextInt(32)));
    }
    return new DeviceId(text.toString());
  }
}
