package org.depinsdk.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.depinsdk.engine.flink.FlinkEpochEngine;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.kit.TemporaryFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays bundles on a cluster. */
@Command(
    name = "./run cluster",
    description = "Recomputes bundles, as replay does, on a cluster of Apache Flink: a manager and "
        + "workers that it starts as processes on this machine and ends again, or a cluster that is "
        + "there. Signatures and verdicts are computed by the workers. Exit code 0 if every root is the "
        + "recorded one, 1 with the first difference if not, 2 if the cluster cannot do it.")
public final class Main implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "BUNDLE",
      description =
          "Bundles such as out/epoch-0, or folders that hold several; together they are one run.")
  private List<Path> bundles = List.of();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many workers to start, 1 to 16; ${DEFAULT-VALUE} unless set.")
  private int workers = 2;

  @Option(
      names = "--kill-one",
      description = "Kill a worker (SIGKILL) while it works, and start another in its place.")
  private boolean killOne;

  @Option(
      names = "--restart-manager",
      description = "Kill the manager while workers work, and start it again.")
  private boolean restartManager;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Send this job jar, and start workers without the SDK's code.")
  private @Nullable Path jar;

  @Option(
      names = "--at",
      paramLabel = "HOST:PORT",
      description =
          "Start nothing, and use the cluster with this REST address; needs --jar and --shared.")
  private @Nullable String at;

  @Option(
      names = "--shared",
      paramLabel = "DIR",
      description =
          "With --at: a folder that all its machines see under this path; they need to see "
              + "the bundles, too.")
  private @Nullable Path shared;

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private @Nullable CommandSpec spec;

  private final Table steps = new Table("Steps")
      .columns(Table.Kind.TEXT, "what")
      .columns(Table.Kind.ID, "root")
      .columns(Table.Kind.NUMBER, "reports", "seconds");

  /** Flink tells of each submission; held here, as a level is forgotten with its logger. */
  private final Logger flinkLog = Logger.getLogger("org.apache.flink");

  private long since;

  Main() {
    flinkLog.setLevel(Level.SEVERE);
  }

  /**
   * Runs the command and exits with its code.
   *
   * @param args its arguments
   */
  public static void main(String[] args) {
    Commands.main(new Main(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec != null) {
      Commands.range(spec, "--workers", workers, 1, 16);
    }
    if (at != null) {
      return existing(at);
    }
    try (TemporaryFolder folder = TemporaryFolder.create("depin-cluster");
        LocalCluster cluster = LocalCluster.start(folder.path(), workers, jar == null)) {
      say("cluster of 1 manager and " + workers + " workers on port " + cluster.port());
      Harm harm = new Harm(cluster);
      Thread harming = new Thread(harm, "harm");
      harming.setDaemon(true);
      if (killOne || restartManager) {
        harming.start();
      }
      int code = replay(
          environment("127.0.0.1", cluster.port()), folder.path().resolve("shared"), workers);
      harming.interrupt();
      harming.join();
      if ((killOne || restartManager) && !harm.done && code == 0) {
        throw new IOException(
            "nothing was killed: the epochs were judged before a task was seen to run");
      }
      return code;
    }
  }

  private int existing(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    if (jar == null
        || shared == null
        || colon < 1
        || !address.substring(colon).matches(":\\d{1,5}")) {
      throw new IOException("--at is HOST:PORT and needs --jar and --shared");
    }
    String host = address.substring(0, colon);
    return replay(
        environment(host, Integer.parseInt(address.substring(colon + 1))), shared, workers);
  }

  private Supplier<StreamExecutionEnvironment> environment(String host, int port) {
    String[] jars =
        jar == null ? new String[0] : new String[] {jar.toAbsolutePath().toString()};
    // a manager that is started again is asked again soon
    Configuration client = new Configuration();
    client.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
    client.set(RestOptions.RETRY_MAX_ATTEMPTS, 120);
    return () -> StreamExecutionEnvironment.createRemoteEnvironment(host, port, client, jars);
  }

  private int replay(Supplier<StreamExecutionEnvironment> flink, Path exchange, int parallelism)
      throws IOException {
    EpochEngine engine = FlinkEpochEngine.builder(exchange)
        .cluster(flink)
        .parallelism(parallelism)
        .build();
    since = System.nanoTime();
    Optional<RunReplay.Finding> finding = ReplayJob.replay(engine, bundles, this::take);
    if (!format.forPeople()) {
      System.out.print(format.format(List.of(steps)));
    }
    finding.ifPresent(found -> say("DIFFERENT  " + ReplayJob.text(found)));
    return finding.isPresent() ? Commands.NO : 0;
  }

  private void take(RunReplay.Step step) {
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    since = System.nanoTime();
    String seconds = "%d.%d".formatted(took.toSeconds(), took.toMillisPart() / 100);
    if (step instanceof RunReplay.Step.Compensated paid) {
      steps.row("compensation before epoch " + paid.next(), paid.root(), "", seconds);
    } else if (step instanceof RunReplay.Step.Epoch epoch) {
      steps.row(
          "epoch " + epoch.same().manifest().epoch(),
          epoch.same().manifest().root(),
          "" + epoch.same().reports(),
          seconds);
    }
    if (format.forPeople()) {
      System.out.println(ReplayJob.text(step) + "  " + seconds + " s");
    }
  }

  private void say(String line) {
    (format.forPeople() ? System.out : System.err).println(line);
  }

  /** Waits until tasks run, and kills. */
  private final class Harm implements Runnable {
    private final LocalCluster cluster;
    private volatile boolean done;

    Harm(LocalCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void run() {
      try {
        int running = cluster.runningTasks();
        while (running == 0) {
          Thread.sleep(20);
          running = cluster.runningTasks();
        }
        if (killOne) {
          say("killed worker process " + cluster.killWorker() + " while " + running
              + " tasks ran; another takes its place");
        }
        if (restartManager) {
          say("killed manager process " + cluster.restartManager() + "; it is started again");
        }
        done = true;
      } catch (InterruptedException e) {
        // the epochs are judged
      } catch (IOException e) {
        say("a process could not be started again: " + e.getMessage());
      }
    }
  }
}
