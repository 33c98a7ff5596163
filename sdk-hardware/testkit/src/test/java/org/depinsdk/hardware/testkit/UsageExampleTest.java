package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.lifecycle.AttestationSink;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReceiptAudit;
import org.depinsdk.hardware.agent.ReceiptStore;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.Drivers;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.HttpTiles;
import org.depinsdk.transparency.tile.TileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/hardware.md shows. */
class UsageExampleTest {
  @TempDir
  Path folder;

  private static byte[] encode(List<Reading> readings) {
    BigDecimal bytes = readings.get(0).value().orElse(BigDecimal.ZERO);
    return bytes.toPlainString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsAndReports() throws Exception {
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    DeviceId device = DeviceId.derive("wifi-demo", signer.publicKey());
    ReportSink sink = reports ->
        reports.stream().map(r -> Receipt.accepted(r.id("wifi-demo"))).toList();
    ProofKind kind = new ProofKind("uptime/1");
    List<Reading> readings;

    // docs: read
    DriverProvider provider = Drivers.load().find("simulated").orElseThrow();
    DriverConfig config = DriverConfig.empty().with("seed", "7");
    try (DriverContext context = DriverContext.builder().build();
        Driver driver = provider.open(config, context)) {
      Readable readable = driver.devices().get(0).capability(Readable.class).orElseThrow();
      readings = readable.readNow(List.of("rx_bytes", "operstate"), Duration.ofSeconds(2));
    }
    // docs: end

    // docs: report
    ReportQueue queue = ReportQueue.open(folder.resolve("queue"), "wifi-demo", device);
    try (DeviceAgent agent = DeviceAgent.builder(queue, signer, sink).build()) {
      SignedReport report = agent.report(kind, readings, UsageExampleTest::encode);
      assertThat(report.report().provenance()).isEqualTo(Provenance.SIMULATED);
      assertThat(agent.forward().accepted()).isEqualTo(1);
    }
    // docs: end
  }

  @Test
  void auditsItsReceipts() throws Exception {
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    DeviceId device = DeviceId.derive("net.example", signer.publicKey());
    ReportQueue queue = ReportQueue.open(folder.resolve("queue"), "net.example", device);
    ReportSink sink = reports -> List.of();
    NoteKey log = Ed25519NoteSigner.ofLog("net.example", new byte[32]).key();
    String policyFile = "log " + log + "\nquorum none\n";

    // docs: audit
    ReceiptStore receipts = ReceiptStore.open(folder.resolve("receipts"), log, 100_000);
    TileSource published = new HttpTiles(
        URI.create("https://log.net.example/"), HttpClient.newHttpClient(), Duration.ofSeconds(10));
    ReceiptAudit audit =
        new ReceiptAudit(published, WitnessPolicy.parse(policyFile), Duration.ofSeconds(60));
    DeviceAgent agent = DeviceAgent.builder(queue, signer, sink)
        .receipts(receipts, (report, problem) -> System.err.println(problem))
        .audit(audit, (receipt, problem) -> problem.proof().ifPresent(this::save))
        .build();
    // docs: end

    try (agent) {
      assertThat(agent.stats().audit().waiting()).isZero();
    }
  }

  @Test
  void staysAttested() throws Exception {
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    DeviceId device = DeviceId.derive("wifi-demo", signer.publicKey());
    ReportQueue queue = ReportQueue.open(folder.resolve("queue"), "wifi-demo", device);
    ReportSink sink = reports -> List.of();
    CountDownLatch attested = new CountDownLatch(1);
    AttestationSink network = (who, what) -> {
      assertThat(what.evidence(what.announcement())).isEmpty();
      attested.countDown();
      return new AttestationAnswer("affirming", Instant.EPOCH, Instant.EPOCH.plusSeconds(3600));
    };
    HardwareAttester hardware = new HardwareAttester() {
      @Override
      public String mediaType() {
        return "application/octet-stream";
      }

      @Override
      public byte[] evidence(byte[] challenge) {
        return challenge;
      }
    };

    // docs: attest
    DeviceAgent agent = DeviceAgent.builder(queue, signer, sink)
        .attestation(
            network, hardware, answer -> System.err.println("attested until " + answer.notAfter()))
        .build();
    // docs: end

    try (agent) {
      agent.start();
      assertThat(attested.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void save(MisbehaviourProof proof) {
    try {
      Files.writeString(folder.resolve("log.misbehaviour"), proof.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
