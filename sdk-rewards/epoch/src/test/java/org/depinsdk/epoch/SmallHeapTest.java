package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An epoch of many small reports in a process with little memory. */
@Timeout(120)
class SmallHeapTest {
  private static final int REPORTS = 120_000;

  /** The process: settles an epoch in which one device sent all reports, which are one group, writes the bundle and prints its root. */
  static final class Settles {
    public static void main(String[] args) throws Exception {
      TestNetwork network = new TestNetwork(1);
      DeviceId device = network.enroll(1);
      // the engine trusts the log; who makes a bundle has checked the signatures, and a replay does
      EvidenceSource evidence = visitor -> {
        for (int i = 1; i <= REPORTS; i++) {
          visitor.visit(logged(device, i));
        }
      };
      EpochInput few = network.input(SettlementState.GENESIS);
      EpochInput many = new EpochInput(
          few.policy(), few.beacon(), few.facts(), few.registry(), evidence, few.before());
      try (EpochOutcome outcome = new LocalEpochEngine(ProofVerifiers.load()).run(many)) {
        BundleManifest manifest =
            EpochBundle.write(Path.of(args[0]), Publication.FIRST, many, outcome);
        System.out.println("settled " + manifest.root());
      }
    }

    private static LoggedReport logged(DeviceId device, int sequence) {
      Instant at = TestNetwork.GENESIS.plusMillis(29L * sequence);
      byte[] evidence = new UptimeVerifier()
          .codec()
          .encode(Heartbeat.of(Duration.between(TestNetwork.GENESIS, at)));
      byte[] body = new Report(
              device, UptimeVerifier.KIND, sequence, at, Provenance.HARDWARE, evidence, "boot-1")
          .toBytes();
      return LoggedReport.newBuilder()
          .setReport(SignedReport.newBuilder()
              .setBody(ByteString.copyFrom(body))
              .setSignature(ByteString.copyFrom(new byte[64])))
          .setReceivedAtMs(at.toEpochMilli())
          .build();
    }
  }

  @TempDir
  Path scratch;

  @Test
  void manySmallReportsOfOneDeviceSettleInALittleHeap() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Settles.class.getName(),
            scratch.resolve("epoch-0").toString())
        .redirectErrorStream(true)
        .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("settled 0x");
  }
}
