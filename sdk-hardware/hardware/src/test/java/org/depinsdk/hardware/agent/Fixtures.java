package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;

/** One device, and a network that remembers what it was handed. */
final class Fixtures {
  static final String NETWORK = "test-net";
  static final ProofKind KIND = new ProofKind("uptime/1");
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final byte[] SECRET = secret(7);
  static final DeviceSigner SIGNER = signer(SECRET);
  static final DeviceId DEVICE = DeviceId.derive(NETWORK, SIGNER.publicKey());

  private Fixtures() {}

  static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }

  static DeviceSigner signer(byte[] secret) {
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static ReportQueue open(Path file) throws IOException {
    return ReportQueue.open(file, NETWORK, DEVICE);
  }

  static ReportQueue.Signing text(String text) {
    return sequence -> SignedReport.sign(
        NETWORK,
        new Report(
            DEVICE,
            KIND,
            sequence,
            NOW,
            Provenance.SIMULATED,
            text.getBytes(StandardCharsets.UTF_8)),
        SIGNER);
  }

  static List<Long> sequences(List<SignedReport> reports) {
    return reports.stream().map(r -> r.report().sequence()).toList();
  }

  static List<Long> queued(ReportQueue queue) throws IOException {
    return sequences(queue.peek(Integer.MAX_VALUE, Long.MAX_VALUE));
  }

  /** Accepts each report once and says "replayed" after that. */
  static final class Network implements ReportSink {
    final List<Long> seen = new ArrayList<>();
    final List<SignedReport> accepted = new ArrayList<>();
    int calls;

    @Override
    public List<Receipt> submit(List<SignedReport> reports) throws IOException {
      calls++;
      List<Receipt> receipts = new ArrayList<>();
      for (SignedReport report : reports) {
        receipts.add(take(report));
      }
      return receipts;
    }

    Receipt take(SignedReport report) {
      seen.add(report.report().sequence());
      if (sequences(accepted).contains(report.report().sequence())) {
        return Receipt.refused(report.id(NETWORK), ReportReasons.REPLAYED, "seen before");
      }
      accepted.add(report);
      return Receipt.accepted(report.id(NETWORK));
    }
  }
}
