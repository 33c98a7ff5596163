package org.depinsdk.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.depinsdk.engine.flink.FlinkEpochEngine;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;

/** The main class of the job's jar: replays bundles on the cluster to which Flink's own command submits it. */
public final class ReplayJob {
  private ReplayJob() {}

  /**
   * Replays bundles and says what each came to.
   *
   * @param args a folder that all machines of the cluster share, and bundles in such folders
   * @throws IOException if a bundle is not what it says, or cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("name a folder that all machines share, and bundles");
    }
    int parallelism = StreamExecutionEnvironment.getExecutionEnvironment().getParallelism();
    EpochEngine engine = FlinkEpochEngine.builder(Path.of(args[0]))
        .cluster(StreamExecutionEnvironment::getExecutionEnvironment)
        .parallelism(parallelism)
        .build();
    List<Path> bundles = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      bundles.add(Path.of(args[i]));
    }
    Optional<RunReplay.Finding> finding =
        replay(engine, bundles, step -> System.out.println(text(step)));
    if (finding.isPresent()) {
      throw new IOException("DIFFERENT  " + text(finding.get()));
    }
  }

  static Optional<RunReplay.Finding> replay(
      EpochEngine engine, List<Path> bundles, Consumer<RunReplay.Step> steps) throws IOException {
    List<RunFolder> runs = new ArrayList<>();
    for (Path bundle : bundles) {
      runs.add(RunFolder.open(bundle.toAbsolutePath()));
    }
    return new RunReplay(engine).replay(runs, steps);
  }

  static String text(RunReplay.Step step) {
    if (step instanceof RunReplay.Step.Compensated paid) {
      return "same  compensation before epoch " + paid.next() + "  root " + paid.root();
    }
    RunReplay.Step.Epoch epoch = (RunReplay.Step.Epoch) step;
    return "same  epoch " + epoch.same().manifest().epoch() + "  root "
        + epoch.same().manifest().root() + "  " + epoch.same().reports() + " reports recomputed";
  }

  static String text(RunReplay.Finding finding) {
    return finding.folder().resolve(finding.different().part()) + ": "
        + finding.different().detail();
  }
}
