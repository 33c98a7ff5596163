package org.depinsdk.service.postgres;

import com.google.protobuf.ByteString;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.server.LocalStorage;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a commit of the log takes: so many reports of 200 bytes, flushed, in a file or in PostgreSQL on the same disk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // set up by open()
public class LogCommitBenchmark {
  private static final String NETWORK = "bench-net";

  /** Where the log is. */
  @Param({"file", "postgres"})
  public String store;

  /** Reports of one commit. */
  @Param({"1", "256"})
  public int reports;

  private Optional<EmbeddedPostgres> server = Optional.empty();
  private Storage storage;
  private Path folder;
  private long next;

  /**
   * Opens an empty log.
   *
   * @throws IOException if it cannot be opened
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("log-bench");
    if (store.equals("file")) {
      storage = LocalStorage.open(folder, NETWORK);
    } else {
      server = Optional.of(EmbeddedPostgres.start());
      storage = PostgresStorage.open(
          new PostgresSettings(
              server.get().getJdbcUrl("postgres", "postgres"),
              Optional.empty(),
              Optional.empty(),
              "",
              PostgresSettings.DEFAULT_LEASE),
          NETWORK);
    }
    storage.log().recover(0, new NetworkLog.Recovery() {
      @Override
      public void begin(NetworkLog.State before) {}

      @Override
      public void visit(NetworkLog.Entry entry) {}
    });
    storage.log().begin(0, NetworkLog.State.EMPTY);
  }

  /**
   * Appends and commits.
   *
   * @throws IOException if the log fails
   */
  @Benchmark
  public void commit() throws IOException {
    for (int i = 0; i < reports; i++) {
      storage.log().append(entry(next++));
    }
    storage.log().commit();
  }

  private static NetworkLog.Entry entry(long index) {
    byte[] body = new byte[136];
    Bytes32 hash =
        Bytes32.sha256(Long.toString(index).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    SignedReport report = SignedReport.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(ByteString.copyFrom(new byte[64]))
        .build();
    return new NetworkLog.Entry(
        index,
        0,
        Optional.of(new LogRecord.ReportDecided(
            0,
            new ReportId(hash),
            Instant.EPOCH,
            Optional.empty(),
            LogRecord.ReportDecided.envelope(report))),
        Optional.of(LoggedReport.newBuilder().setReport(report).build()));
  }

  /**
   * Closes it.
   *
   * @throws IOException if it cannot be closed
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    storage.close();
    if (server.isPresent()) {
      server.get().close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
