package org.depinsdk.core.report;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reports admitted per second, parsed from the bytes of a log as a replay does: together, one by one, and one by one with
 * Bouncy Castle alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AdmissionBenchmark {
  private static final int REPORTS = 4096;
  private static final int BATCH = 1024;
  private static final String NETWORK = "benchmark";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** How many devices made the reports. */
  @Param({"64", "4096"})
  public int devices;

  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> signatures = new ArrayList<>();
  private final List<Ed25519.PublicPoint> points = new ArrayList<>();
  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private final ReportAdmission admission = new ReportAdmission(new AdmissionRules(
      NETWORK,
      new EpochSchedule(NOON, Duration.ofHours(1), Duration.ofMinutes(5)),
      Duration.ofSeconds(30),
      Duration.ofMinutes(5)));

  /**
   * Signs.
   *
   * @throws Exception never: keys and reports are generated
   */
  @Setup
  public void sign() throws Exception {
    SecureRandom random = new SecureRandom();
    List<InMemorySigner> signers = new ArrayList<>();
    OperatorId operator = new OperatorId("0x00000000000000000000000000000000000fee01");
    for (int i = 0; i < devices; i++) {
      InMemorySigner signer = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
      DeviceId device = DeviceId.derive(NETWORK, signer.publicKey());
      registry.append(
          NOON,
          device,
          new RegistryChange.Enrolled(signer.publicKey(), operator, "sensor", Optional.empty()));
      registry.append(NOON, device, new RegistryChange.Activated());
      signers.add(signer);
      points.add(Ed25519.validatePublicKeyPartialExport(signer.publicKey().encoded(), 0));
    }
    for (int i = 0; i < REPORTS; i++) {
      InMemorySigner signer = signers.get(i % devices);
      byte[] evidence = new byte[120];
      random.nextBytes(evidence);
      Report report = new Report(
          DeviceId.derive(NETWORK, signer.publicKey()),
          new ProofKind("uptime/1"),
          1 + i / devices,
          NOON.plusSeconds(1),
          Provenance.HARDWARE,
          evidence);
      var wire = SignedReport.sign(NETWORK, report, signer).toWire();
      bodies.add(wire.getBody().toByteArray());
      signatures.add(wire.getSignature().toByteArray());
    }
  }

  private SignedReport parse(int i) {
    try {
      return SignedReport.of(bodies.get(i), signatures.get(i));
    } catch (MalformedReportException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<DeviceState> state(SignedReport report) {
    return registry.find(report.report().device());
  }

  private static void must(boolean admitted) {
    if (!admitted) {
      throw new IllegalStateException("a good report was refused");
    }
  }

  /** Batches of 1,024, as a replay does. */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public void together() {
    for (int from = 0; from < REPORTS; from += BATCH) {
      List<ReportAdmission.Candidate> candidates = new ArrayList<>(BATCH);
      for (int i = from; i < from + BATCH; i++) {
        SignedReport report = parse(i);
        candidates.add(new ReportAdmission.Candidate(report, state(report), List.of()));
      }
      must(admission.precheck(candidates).stream().allMatch(Optional::isEmpty));
    }
  }

  /** One by one. */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public void oneByOne() {
    for (int i = 0; i < REPORTS; i++) {
      SignedReport report = parse(i);
      must(admission.precheck(report, state(report)).isEmpty());
    }
  }

  /** The signature alone with Bouncy Castle, its keys decoded once. */
  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public void bouncyCastle() {
    Domain domain = new Domain(NETWORK, SignedReport.PURPOSE, SignedReport.VERSION);
    for (int i = 0; i < REPORTS; i++) {
      byte[] message = DssePayload.of(domain, bodies.get(i)).signedBytes();
      must(Ed25519.verify(
          signatures.get(i), 0, points.get(i % devices), message, 0, message.length));
    }
  }
}
