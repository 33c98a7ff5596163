package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.document.PolicyProblem;

/**
 * The engine in one JVM. It reads the evidence once, puts it into partitions by group, then judges one partition after the
 * other on all processors. Epochs of a few megabytes stay in memory; larger ones go through files in a work folder, which is
 * removed. Its memory is bounded, except for what grows with the number of devices: the registry, the states of proofs and
 * the contributions that are divided.
 *
 * <pre>{@code
 * try (EpochOutcome outcome = new LocalEpochEngine(ProofVerifiers.load()).run(input)) {
 *   String root = outcome.distribution().root().toString();
 * }
 * }</pre>
 */
public final class LocalEpochEngine implements EpochEngine {
  private static final int PARTITIONS = 64;
  private static final long MEMORY = 64L << 20;

  /** Epochs with up to so many bytes of evidence need no files. */
  private static final long IN_MEMORY = 4L << 20;

  private final ProofVerifiers verifiers;
  private final Options options;

  /**
   * How an engine works; nothing here changes an outcome.
   *
   * @param threads how many threads judge
   * @param partitions into how many parts the evidence is put
   * @param memoryBytes how much evidence is held in memory at once, about
   * @param inMemoryBytes up to how much evidence no files are written
   * @param workFolder where files go
   */
  record Options(
      int threads, int partitions, long memoryBytes, long inMemoryBytes, Path workFolder) {}

  /**
   * An engine on all processors, with its files in the folder for temporary ones.
   *
   * @param verifiers the proofs that it can judge
   */
  public LocalEpochEngine(ProofVerifiers verifiers) {
    this(new Builder(verifiers));
  }

  private LocalEpochEngine(Builder builder) {
    this.verifiers = builder.verifiers;
    long memory = Math.min(builder.memoryBytes, Runtime.getRuntime().maxMemory() / 8);
    this.options = new Options(
        builder.threads,
        builder.partitions,
        memory,
        Math.min(IN_MEMORY, memory / 16),
        builder.workFolder);
  }

  /**
   * Starts an engine.
   *
   * @param verifiers the proofs that it can judge
   * @return a builder
   */
  public static Builder builder(ProofVerifiers verifiers) {
    return new Builder(verifiers);
  }

  @Override
  public List<PolicyProblem> check(NetworkPolicy policy) {
    return PolicyCheck.problems(policy, verifiers);
  }

  @Override
  public JudgedEpoch judge(EpochInput input) throws IOException {
    return EpochJudging.judge(options, new JudgingSteps(input, verifiers));
  }

  /** Builds an engine. */
  public static final class Builder {
    private final ProofVerifiers verifiers;
    private int threads = Runtime.getRuntime().availableProcessors();
    private int partitions = PARTITIONS;
    private long memoryBytes = MEMORY;
    private Path workFolder = Path.of(System.getProperty("java.io.tmpdir"));

    private Builder(ProofVerifiers verifiers) {
      this.verifiers = verifiers;
    }

    /**
     * How many threads judge; one for each processor unless set.
     *
     * @param threads 1 or more
     * @return this
     */
    public Builder threads(int threads) {
      this.threads = positive("threads", threads);
      return this;
    }

    /**
     * Into how many partitions the evidence is put, {@value #PARTITIONS} unless set. A partition is judged by one thread; of
     * one that is larger than the memory, pieces are sorted and merged on disk.
     *
     * @param partitions 1 to 4096: each has an open file while evidence is read
     * @return this
     */
    public Builder partitions(int partitions) {
      if (partitions > 4096) {
        throw new IllegalArgumentException("partitions must be 1 to 4096, not " + partitions);
      }
      this.partitions = positive("partitions", partitions);
      return this;
    }

    /**
     * How much evidence is held in memory at once; 64 MiB unless set, and never more than an eighth of the heap.
     *
     * @param memoryBytes 1 or more, about; the engine's objects take up to twice as much
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
     * Where files go while an epoch is judged; the system's folder for temporary files unless set. A large epoch takes about
     * one and a half times the size of its log.
     *
     * @param workFolder made if it is not there
     * @return this
     */
    public Builder workFolder(Path workFolder) {
      this.workFolder = workFolder;
      return this;
    }

    /**
     * Makes the engine.
     *
     * @return the engine
     */
    public LocalEpochEngine build() {
      return new LocalEpochEngine(this);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
      return value;
    }
  }
}
