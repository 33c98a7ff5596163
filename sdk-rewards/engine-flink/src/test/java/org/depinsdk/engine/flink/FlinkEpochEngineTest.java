package org.depinsdk.engine.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink within this process comes to what the local engine comes to. */
class FlinkEpochEngineTest {
  private static final EpochEngine LOCAL = new LocalEpochEngine(ProofVerifiers.load());

  @TempDir
  Path folder;

  private FlinkEpochEngine.Builder flink() {
    return FlinkEpochEngine.builder(folder.resolve("shared")).parallelism(3).slice(100);
  }

  private Path bundle(String name, EpochEngine engine, EpochInput input) throws IOException {
    Path bundle = folder.resolve(name);
    try (EpochOutcome outcome = engine.run(input)) {
      EpochBundle.write(bundle, Publication.FIRST, input, outcome);
    }
    return bundle;
  }

  private static SortedMap<String, String> files(Path bundle) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(bundle)) {
      for (Path path : paths.toList()) {
        files.put(
            path.getFileName().toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private boolean sharedFolderIsEmpty() throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve("shared"))) {
      return paths.findAny().isEmpty();
    }
  }

  @Test
  void writesTheBundleThatTheLocalEngineWritesAndReplaysIt() throws Exception {
    EpochInput input = new SignedNetwork(1, 40, 1500).input();
    SortedMap<String, String> expected = files(bundle("local", LOCAL, input));
    assertThat(expected.get("faults.jsonl"))
        .contains("evidence.malformed", "evidence.no-such-proof", "provenance-not-counted");
    assertThat(expected.get("clones.jsonl")).contains("instance.interleaved-boots");
    Path bundle = bundle("flink", flink().build(), input);
    assertThat(files(bundle)).isEqualTo(expected);
    assertThat(new BundleReplay(flink().memoryBytes(20_000).build()).replay(bundle))
        .isInstanceOf(ReplayResult.Same.class)
        .isEqualTo(new BundleReplay(LOCAL).replay(bundle));
    assertThat(sharedFolderIsEmpty()).isTrue();
  }

  @Test
  void namesTheDifferenceThatALocalReplayNames() throws Exception {
    SignedNetwork network = new SignedNetwork(2, 10, 700);
    int forged = first(network.log, "report.bad-signature");
    network.log.set(forged, network.log.get(forged).toBuilder().clearRefusal().build());
    Path accepted = bundle("accepted", LOCAL, network.input());
    assertSameDifference(accepted, "report " + (forged + 1), "bad-signature");

    SignedNetwork other = new SignedNetwork(2, 10, 700);
    int copied = first(other.log, "report.replayed");
    other.log.set(copied, other.log.get(copied).toBuilder().clearRefusal().build());
    assertSameDifference(
        bundle("copied", LOCAL, other.input()), "report " + (copied + 1), "replayed");
  }

  private static int first(List<LoggedReport> log, String refusal) {
    int at = 0;
    while (!log.get(at).getRefusal().equals(refusal)) {
      at++;
    }
    return at;
  }

  private void assertSameDifference(Path bundle, String... words) throws IOException {
    ReplayResult local = new BundleReplay(LOCAL).replay(bundle);
    assertThat(local).isInstanceOf(ReplayResult.Different.class);
    assertThat(local.toString()).contains(words);
    assertThat(new BundleReplay(flink().build()).replay(bundle)).isEqualTo(local);
  }

  /** Fails once on the machine that is asked second. */
  private static final AtomicInteger ASKED = new AtomicInteger();

  @Test
  void aJobThatFailsIsSubmittedAgain() throws Exception {
    EpochInput input = new SignedNetwork(3, 10, 400).input();
    ASKED.set(0);
    FlinkEpochEngine engine = flink()
        .verifiers(() -> {
          if (ASKED.incrementAndGet() == 2) {
            throw new IllegalStateException("on purpose");
          }
          return ProofVerifiers.load();
        })
        .build();
    assertThat(files(bundle("flink", engine, input)))
        .isEqualTo(files(bundle("local", LOCAL, input)));
    assertThat(ASKED.get()).isGreaterThan(2);
    assertThat(sharedFolderIsEmpty()).isTrue();
  }

  /** A cluster whose jobs end as if all was well, the first so many of them without a file of partition 1. */
  private Supplier<StreamExecutionEnvironment> losing(int jobs, AtomicInteger submitted) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 3);
    return () -> new LocalStreamEnvironment(configuration) {
      @Override
      public JobClient executeAsync(StreamGraph graph) throws Exception {
        JobClient job = super.executeAsync(graph);
        job.getJobExecutionResult().get();
        if (submitted.incrementAndGet() <= jobs) {
          try (Stream<Path> files = Files.walk(folder.resolve("shared"))) {
            Files.delete(
                files.filter(file -> file.endsWith("judged-1")).findFirst().orElseThrow());
          }
        }
        return job;
      }
    };
  }

  @Test
  void aJobThatEndsWithoutEveryPartitionIsSubmittedAgain() throws Exception {
    EpochInput input = new SignedNetwork(4, 10, 400).input();
    AtomicInteger submitted = new AtomicInteger();
    FlinkEpochEngine engine = flink().cluster(losing(1, submitted)).build();
    assertThat(files(bundle("flink", engine, input)))
        .isEqualTo(files(bundle("local", LOCAL, input)));
    assertThat(submitted).hasValue(2);
  }

  @Test
  void jobsThatNeverWriteEveryPartitionEndTheEpochWithAnError() throws Exception {
    EpochInput input = new SignedNetwork(4, 10, 400).input();
    AtomicInteger submitted = new AtomicInteger();
    FlinkEpochEngine engine =
        flink().cluster(losing(Integer.MAX_VALUE, submitted)).attempts(2).build();
    assertThatThrownBy(() -> engine.judge(input))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "the cluster ended its jobs for epoch 0 and did not write every partition to");
    assertThat(submitted).hasValue(2);
    assertThat(sharedFolderIsEmpty()).isTrue();
  }
}
