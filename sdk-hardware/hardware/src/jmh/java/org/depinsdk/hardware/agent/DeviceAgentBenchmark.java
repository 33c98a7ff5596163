package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
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

/** What one report costs a device: signing alone, and signing with the queue on disk and its receipt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // set up by open()
public class DeviceAgentBenchmark {
  private static final String NETWORK = "bench-net";
  private static final ProofKind KIND = new ProofKind("uptime/1");

  /** The signature algorithm. */
  @Param({"ED25519", "P256", "SECP256K1"})
  public KeyAlgorithm algorithm = KeyAlgorithm.ED25519;

  private final byte[] evidence = new byte[200];
  private Path folder;
  private DeviceSigner signer;
  private DeviceId device;
  private DeviceAgent agent;

  /**
   * Makes an agent with an empty queue.
   *
   * @throws IOException if the disk fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("depin-bench");
    signer = InMemorySigner.generate(algorithm, new SecureRandom());
    device = DeviceId.derive(NETWORK, signer.publicKey());
    agent = DeviceAgent.builder(
            ReportQueue.open(folder.resolve("queue"), NETWORK, device),
            signer,
            reports ->
                reports.stream().map(r -> Receipt.accepted(r.id(NETWORK))).toList())
        .build();
  }

  /**
   * Ends the agent and removes its files.
   *
   * @throws IOException if the disk fails
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    agent.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Signs a report.
   *
   * @return the report
   * @throws SigningException never here
   */
  @Benchmark
  public SignedReport sign() throws SigningException {
    return SignedReport.sign(
        NETWORK,
        new Report(device, KIND, 1, Instant.EPOCH, Provenance.SIMULATED, evidence),
        signer);
  }

  /**
   * Signs a report, flushes it to disk, sends it and flushes its end: two flushes.
   *
   * @return what became of it
   * @throws SigningException never here
   * @throws IOException if the disk fails
   */
  @Benchmark
  public ForwardResult reportAndForward() throws SigningException, IOException {
    agent.report(KIND, evidence, Provenance.SIMULATED);
    return agent.forward();
  }

  /**
   * Signs 64 reports, each flushed to disk, and hands them in as one batch.
   *
   * @return what became of them
   * @throws SigningException never here
   * @throws IOException if the disk fails
   */
  @Benchmark
  public ForwardResult batchOf64() throws SigningException, IOException {
    for (int i = 0; i < 64; i++) {
      agent.report(KIND, evidence, Provenance.SIMULATED);
    }
    return agent.forward();
  }

  /**
   * Signs 64 reports, flushes them together, and hands them in as one batch: two flushes.
   *
   * @return what became of them
   * @throws SigningException never here
   * @throws IOException if the disk fails
   */
  @Benchmark
  public ForwardResult batchOf64FlushedOnce() throws SigningException, IOException {
    agent.reportAll(Collections.nCopies(64, new ReportDraft(KIND, evidence, Provenance.SIMULATED)));
    return agent.forward();
  }
}
