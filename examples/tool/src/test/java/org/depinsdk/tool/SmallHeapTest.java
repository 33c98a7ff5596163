package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ProofStates;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands whose heap is too small say so in one line, and leave what was there as it was. */
@Timeout(180)
class SmallHeapTest {
  private static final int FEW = 10;
  // whose operators earned before
  private static final Publication FOLLOWS = new Publication(
      Optional.of(Bytes32.ZERO.toString().substring(2)), Optional.empty(), Optional.empty());
  private static final int MANY = 230_000;

  @TempDir
  Path folder;

  /** Settles an epoch of a network of so many operators. */
  @Command(name = "settle")
  static final class Settle implements Callable<Integer> {
    @Parameters(index = "0")
    private Path bundle = Path.of("");

    @Parameters(index = "1")
    private int operators;

    /**
     * Runs.
     *
     * @param args the folder of the bundle, the number of operators
     */
    public static void main(String[] args) {
      Commands.main(new Settle(), args);
    }

    @Override
    public Integer call() throws Exception {
      TreeMap<OperatorId, TokenAmount> lifetime = new TreeMap<>();
      for (int i = 1; i <= operators; i++) {
        lifetime.put(new OperatorId("0x%040x".formatted(i)), TokenAmount.of(i));
      }
      EpochInput input =
          input(new SettlementState(1, "", new TreeMap<>(), lifetime, ProofStates.NONE));
      System.out.println("begins to settle");
      LocalEpochEngine engine = LocalEpochEngine.builder(ProofVerifiers.load())
          .workFolder(bundle.resolveSibling("work"))
          .build();
      try (EpochOutcome outcome = engine.run(input)) {
        EpochBundle.write(bundle, FOLLOWS, input, outcome);
      }
      return 0;
    }

    private static EpochInput input(SettlementState before) throws Exception {
      EpochSchedule schedule = new EpochSchedule(
          Instant.parse("2026-03-01T00:00:00Z"), Duration.ofDays(1), Duration.ofMinutes(5));
      RewardPolicy rewards = RewardPolicy.builder("small-heap", new Token("TST", 18))
          .emission(new ConstantEmission(TokenAmount.of(1000)))
          .pool(Pool.named("uptime")
              .share(100)
              .proportionalTo(UptimeVerifier.KIND)
              .build())
          .build();
      NetworkPolicy policy = new NetworkPolicy(
          new AdmissionRules("small-heap", schedule, Duration.ofMinutes(1), Duration.ofMinutes(30)),
          EnumSet.of(Provenance.HARDWARE),
          new TreeMap<>(Map.of(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT1M")))),
          rewards);
      Epoch epoch = schedule.at(1);
      return new EpochInput(
          policy,
          VerifiedBeacon.demo(epoch, new byte[32]),
          EpochFacts.of(epoch),
          new InMemoryDeviceRegistry().view(),
          visitor -> {},
          before);
    }
  }

  @Test
  void aSettlementThatDoesNotFitSaysSoAndLeavesNothingBehind() throws Exception {
    assertThat(process("64m", Settle.class, folder.resolve("few"), FEW).exit()).isZero();
    Ended small = process("64m", Settle.class, folder.resolve("many"), MANY);
    assertThat(small.out()).contains("begins to settle");
    refused(small);
    try (Stream<Path> left = Files.walk(folder, 1)) {
      assertThat(left.filter(path -> !path.equals(folder)).map(Path::getFileName))
          .extracting(Path::toString)
          .isSubsetOf("few", "work");
    }
    assertThat(process("64m", Main.class, "replay", folder.resolve("few")).exit())
        .isZero();
    assertThat(process("512m", Settle.class, folder.resolve("many"), MANY).exit())
        .isZero();
    refused(process("64m", Main.class, "replay", folder.resolve("many")));
    assertThat(process("512m", Main.class, "replay", folder.resolve("many")).exit())
        .isZero();
  }

  private static void refused(Ended ended) {
    assertThat(ended.out())
        .containsPattern("out of memory: a heap of [0-9]+ MiB is too small for this")
        .doesNotContain("OutOfMemoryError");
    assertThat(ended.exit()).isEqualTo(Commands.FAILED);
  }

  private record Ended(int exit, String out) {}

  private static Ended process(String heap, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out);
  }
}
