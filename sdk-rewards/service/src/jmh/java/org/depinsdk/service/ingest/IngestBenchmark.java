package org.depinsdk.service.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.log.LogKeys;
import org.depinsdk.service.log.Published;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.transparency.proof.LogReceipt;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the tree costs: all that a report takes from the message to its proven receipt; the part of it that is the tree, the
 * signature of each flush and the path of each receipt; and the part of that which is appending alone. Storage is in memory, so that no disk hides either.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // set up by sign() and open()
public class IngestBenchmark {
  private static final int REPORTS = 16_384;
  private static final int BATCH = 256;
  private static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);

  /** What all threads of the process worked for a report: ingest uses every processor, appending one. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    private final OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long nanos;
    private long reports;
    private long begun;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      nanos = 0;
      reports = 0;
    }

    /**
     * Processor time.
     *
     * @return in microseconds, over all iterations
     */
    public long cpuMicros() {
      return nanos / 1000;
    }

    /**
     * What it was spent on.
     *
     * @return how many reports, over all iterations
     */
    public long cpuReports() {
      return reports;
    }

    private void begin() {
      begun = process.getProcessCpuTime();
    }

    private void end() {
      nanos += process.getProcessCpuTime() - begun;
      reports += REPORTS;
    }
  }

  private final List<List<SignedReport>> batches = new ArrayList<>();
  private final List<LogRecord.ReportDecided> records = new ArrayList<>();
  private final InMemorySigner signer = TestNetwork.signer(1);
  private StoredRegistry registry;
  private Storage storage;

  /** Signs the reports. */
  @Setup(Level.Trial)
  public void sign() {
    for (int first = 0; first < REPORTS; first += BATCH) {
      List<SignedReport> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        var report = TestNetwork.report(signer, first + i + 1, NOW.minusSeconds(1));
        batch.add(report.toWire());
        records.add(new LogRecord.ReportDecided(
            0,
            report.id(TestNetwork.NAME),
            NOW,
            Optional.empty(),
            LogRecord.ReportDecided.envelope(report)));
      }
      batches.add(batch);
    }
  }

  /**
   * Makes an empty network with one device.
   *
   * @throws Exception if it cannot be made
   */
  @Setup(Level.Invocation)
  public void open() throws Exception {
    storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    registry = new StoredRegistry(storage.registry());
    for (RegistryChange change : List.of(
        TestNetwork.enrollment(signer, TestNetwork.GENESIS).device(),
        new RegistryChange.Activated())) {
      registry.append(TestNetwork.GENESIS, TestNetwork.device(signer), change, Optional.empty());
    }
  }

  /**
   * Takes all reports: parses, checks, decides, appends, commits, proves.
   *
   * @param cpu measures
   * @return the last decision
   * @throws Exception if one is not taken
   */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public DecidedReport ingest(Cpu cpu) throws Exception {
    cpu.begin();
    try (ReportIngest ingest = ReportIngest.open(
        TestNetwork.ingest(storage, registry, () -> NOW, (task, failure) -> {}), 0)) {
      CompletableFuture<List<DecidedReport>> last = CompletableFuture.completedFuture(List.of());
      for (int i = 0; i < batches.size(); i++) {
        last = ingest.submit(Sender.LOCAL, batches.get(i));
        // no more than the ingest has room for
        if (i % 16 == 15) {
          last.get();
        }
      }
      List<DecidedReport> decided = last.get();
      cpu.end();
      return decided.get(decided.size() - 1);
    }
  }

  /**
   * The part of it that is appending: each report's record is written, hashed and put into the tree.
   *
   * @param cpu measures
   * @return the tree
   * @throws IOException if the log cannot be opened
   */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public NetworkLog.State append(Cpu cpu) throws IOException {
    cpu.begin();
    SequencedLog log = emptyLog();
    records.forEach(record -> log.append(record, Optional.empty()));
    cpu.end();
    return log.state();
  }

  private SequencedLog emptyLog() throws IOException {
    SequencedLog log = SequencedLog.open(
        storage.log(),
        LogKeys.of(TestNetwork.LOG_KEY),
        Published.NOTHING,
        List.of(),
        0,
        entry -> {});
    log.beginSegment(0);
    return log;
  }

  /**
   * The part of it that is the tree: the records are appended, each batch is signed, each report's record is proven.
   *
   * @param cpu measures
   * @return the last receipt
   * @throws IOException if a record cannot be read
   */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public LogReceipt tree(Cpu cpu) throws IOException {
    cpu.begin();
    SequencedLog log = emptyLog();
    LogReceipt last = null;
    for (int first = 0; first < REPORTS; first += BATCH) {
      for (int i = first; i < first + BATCH; i++) {
        log.append(records.get(i), Optional.empty());
      }
      log.commit();
      for (int i = first; i < first + BATCH; i++) {
        last = log.find(i);
      }
    }
    cpu.end();
    return java.util.Objects.requireNonNull(last);
  }
}
