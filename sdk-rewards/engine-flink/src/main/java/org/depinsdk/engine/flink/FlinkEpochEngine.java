package org.depinsdk.engine.flink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.InputFolder;
import org.depinsdk.epoch.JudgedEpoch;
import org.depinsdk.epoch.JudgedRows;
import org.depinsdk.epoch.JudgingSteps;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.LogSlice;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.RecordedEvidence;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.document.PolicyProblem;

/**
 * The engine on Apache Flink. The log is cut into slices, which tasks read; they check the signatures of a recorded log, and send
 * the rows of each group to one task, which judges it. What depends on the order of the log, and what adds up, is done here, by
 * the same code as in {@link LocalEpochEngine}. The outcome is the same to the bit.
 *
 * <p>Tasks read and write files in a folder that all machines share. Each partition of the groups becomes one file, which appears
 * whole or not at all; a job that fails is submitted again and judges only the partitions that are not there.
 *
 * <pre>{@code
 * EpochEngine engine = FlinkEpochEngine.builder(Path.of("/shared/depin"))
 *     .cluster(() -> StreamExecutionEnvironment.createRemoteEnvironment("10.0.0.1", 8081, "job.jar"))
 *     .parallelism(64)
 *     .build();
 * ReplayResult result = new BundleReplay(engine).replay(Path.of("/shared/bundles/epoch-7"));
 * }</pre>
 */
public final class FlinkEpochEngine implements EpochEngine {
  private static final Logger LOG = System.getLogger(FlinkEpochEngine.class.getName());
  private static final int SLICE = 8192;
  private static final long MEMORY = 64L << 20;
  private static final int ATTEMPTS = 5;

  private final Path folder;
  private final Supplier<StreamExecutionEnvironment> cluster;
  private final VerifierSource verifiers;
  private final int parallelism;
  private final int slice;
  private final long memoryBytes;
  private final int attempts;

  private FlinkEpochEngine(Builder builder) {
    this.folder = builder.folder.toAbsolutePath();
    this.parallelism = builder.parallelism;
    this.cluster = builder.cluster;
    this.verifiers = builder.verifiers;
    this.slice = builder.slice;
    this.memoryBytes = builder.memoryBytes;
    this.attempts = builder.attempts;
  }

  /**
   * Starts an engine.
   *
   * @param folder where the machines exchange files; all see it under this path; made if it is not there
   * @return a builder
   */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  @Override
  public List<PolicyProblem> check(NetworkPolicy policy) {
    return new LocalEpochEngine(verifiers.verifiers()).check(policy);
  }

  @Override
  public JudgedEpoch judge(EpochInput input) throws IOException {
    JudgingSteps steps = new JudgingSteps(input, verifiers.verifiers());
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, "epoch-" + input.epoch().index() + "-");
    try {
      boolean recorded = input.evidence() instanceof RecordedEvidence;
      Path shared = work;
      if (input.evidence() instanceof RecordedEvidence evidence) {
        shared = evidence.folder().toAbsolutePath();
      } else {
        InputFolder.write(work, input);
      }
      List<LogSlice> slices = slices(InputFolder.reports(shared), input);
      Path results = Files.createDirectory(work.resolve("results"));
      EpochJob job = new EpochJob(
          shared.toString(),
          results.toString(),
          parallelism,
          slices.size(),
          recorded,
          memoryBytes,
          verifiers);
      run(job, slices, "epoch " + input.epoch().index());
      return collect(job, steps, input);
    } finally {
      deleteTree(work);
    }
  }

  private List<LogSlice> slices(Path reports, EpochInput input) throws IOException {
    try {
      return LogSlice.of(reports, slice);
    } catch (IOException e) {
      // a recorded log that is none says itself what is wrong
      input.evidence().forEach(report -> {});
      throw e;
    }
  }

  /** Submits the job until every partition is there. */
  private void run(EpochJob job, List<LogSlice> slices, String name) throws IOException {
    for (int attempt = 1; !isDone(job); attempt++) {
      if (attempt > attempts) {
        throw new IOException("the cluster ended its jobs for " + name
            + " and did not write every partition to " + job.result(0).getParent());
      }
      try {
        submit(job, slices, name);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the cluster judged " + name);
      } catch (Exception e) {
        if (attempt == attempts || Thread.currentThread().isInterrupted()) {
          throw new IOException("the cluster did not judge " + name + ": " + e.getMessage(), e);
        }
        LOG.log(Level.WARNING, name + " is submitted again: " + e.getMessage());
      }
    }
  }

  private static boolean isDone(EpochJob job) {
    return IntStream.range(0, job.partitions()).allMatch(job::isDone);
  }

  private void submit(EpochJob job, List<LogSlice> slices, String name) throws Exception {
    StreamExecutionEnvironment flink = cluster.get();
    flink.setRuntimeMode(RuntimeExecutionMode.BATCH);
    flink.setParallelism(parallelism);
    // each operator by itself, or the scheduler would choose fewer tasks than partitions
    flink
        .fromSequence(0, slices.size() - 1L)
        .setParallelism(parallelism)
        .name("slices of the log")
        .flatMap(new SliceReader(job, slices))
        .returns(PartitionMessage.TYPE)
        .setParallelism(parallelism)
        .name("read and check")
        .partitionCustom(new ByNumber(), new NumberOfPartition())
        .fullWindowPartition()
        .mapPartition(new PartitionJudge(job))
        .returns(Types.INT)
        .setParallelism(parallelism)
        .name("judge")
        .sinkTo(new DiscardingSink<>())
        .name("done");
    JobClient submitted = flink.executeAsync(name);
    CompletableFuture<JobExecutionResult> result = submitted.getJobExecutionResult();
    try {
      result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      throw e;
    }
  }

  /** Partitions have numbers; so no hash code can differ between machines. */
  private static final class ByNumber implements Partitioner<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public int partition(Integer key, int partitions) {
      return key % partitions;
    }
  }

  private static final class NumberOfPartition
      implements KeySelector<Tuple3<Integer, Byte, byte[]>, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer getKey(Tuple3<Integer, Byte, byte[]> sent) {
      return sent.f0;
    }
  }

  private JudgedEpoch collect(EpochJob job, JudgingSteps steps, EpochInput input)
      throws IOException {
    JudgedRows judged = new JudgedRows(Path.of(System.getProperty("java.io.tmpdir")), memoryBytes);
    boolean done = false;
    try {
      RefusedReports refused = new RefusedReports();
      for (int i = 0; i < job.partitions(); i++) {
        ResultFile.read(job.result(i), (what, row) -> {
          if (what == PartitionMessage.REFUSED) {
            refused.add(row);
          } else {
            judged.add(row);
          }
        });
      }
      if (input.evidence() instanceof RecordedEvidence evidence) {
        evidence.prechecked(refused);
        evidence.forEach(report -> {});
      }
      JudgedEpoch epoch = judged.finish(steps);
      done = true;
      return epoch;
    } finally {
      if (!done) {
        judged.close();
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  /** Builds an engine. */
  public static final class Builder {
    private final Path folder;
    private int parallelism = Runtime.getRuntime().availableProcessors();
    private Supplier<StreamExecutionEnvironment> cluster =
        () -> StreamExecutionEnvironment.createLocalEnvironment(parallelism, new Configuration());
    private VerifierSource verifiers = ProofVerifiers::load;
    private int slice = SLICE;
    private long memoryBytes = MEMORY;
    private int attempts = ATTEMPTS;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /**
     * Where jobs are submitted to; a cluster within this process unless set.
     *
     * @param cluster gives an environment for each submission
     * @return this
     */
    public Builder cluster(Supplier<StreamExecutionEnvironment> cluster) {
      this.cluster = cluster;
      return this;
    }

    /**
     * The verifiers; those on the path of each machine unless set.
     *
     * @param verifiers sent to each machine
     * @return this
     */
    public Builder verifiers(VerifierSource verifiers) {
      this.verifiers = verifiers;
      return this;
    }

    /**
     * How many tasks read and judge side by side, and into how many partitions groups are put; one for each processor of this
     * machine unless set.
     *
     * @param parallelism 1 or more; the cluster needs as many slots
     * @return this
     */
    public Builder parallelism(int parallelism) {
      this.parallelism = positive("parallelism", parallelism);
      return this;
    }

    /**
     * How many reports are read and checked at once, {@value #SLICE} unless set.
     *
     * @param slice 1 or more
     * @return this
     */
    public Builder slice(int slice) {
      this.slice = positive("slice", slice);
      return this;
    }

    /**
     * How many bytes of rows a task holds before it writes files, 64 MiB unless set.
     *
     * @param memoryBytes 1 or more
     * @return this
     */
    public Builder memoryBytes(long memoryBytes) {
      if (memoryBytes < 1) {
        throw new IllegalArgumentException("memoryBytes must be 1 or more, not " + memoryBytes);
      }
      this.memoryBytes = memoryBytes;
      return this;
    }

    /**
     * How often a job is submitted until it succeeds, {@value #ATTEMPTS} times unless set. This is beside the restarts that the
     * cluster itself makes.
     *
     * @param attempts 1 or more
     * @return this
     */
    public Builder attempts(int attempts) {
      this.attempts = positive("attempts", attempts);
      return this;
    }

    /**
     * Makes the engine.
     *
     * @return the engine
     */
    public FlinkEpochEngine build() {
      return new FlinkEpochEngine(this);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
      return value;
    }
  }
}
