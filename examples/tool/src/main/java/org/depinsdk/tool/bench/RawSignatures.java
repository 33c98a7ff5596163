package org.depinsdk.tool.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;

/** Verifies the signatures of an epoch and nothing else: in batches, in the order of the log, on all processors. */
final class RawSignatures {
  private static final int BATCH = 4096;
  // the system counts processor time in hundredths of a second
  private static final int BATCHES_AT_ONCE = 16;
  private static final Domain RECEIPT =
      new Domain(SignedEpoch.NETWORK, UsageReceipt.PURPOSE, UsageReceipt.VERSION);

  private final RegistryView registry;
  private final Meter meter = new Meter();
  private final List<SignatureBatch> full = new ArrayList<>();
  private SignatureBatch batch = new SignatureBatch();

  private RawSignatures(RegistryView registry) {
    this.registry = registry;
  }

  /** Verifies all signatures; what is measured is their verification alone, without reading and parsing. */
  static Meter verify(RegistryView registry, EvidenceSource reports) throws IOException {
    RawSignatures raw = new RawSignatures(registry);
    reports.forEach(raw::add);
    raw.full.add(raw.batch);
    raw.verify();
    return raw.meter;
  }

  private void add(LoggedReport logged) throws IOException {
    try {
      SignedReport report = SignedReport.of(logged.getReport());
      var device = report.report().device();
      report.addTo(
          batch, SignedEpoch.NETWORK, registry.latest(device).orElseThrow().key());
      if (report.report().kind().equals(UsageVerifier.KIND)) {
        SignedUsageReceipt receipt =
            new UsageVerifier().codec().decode(report.report().evidence()).receipt();
        batch.add(
            registry.latest(receipt.receipt().client()).orElseThrow().key(),
            DssePayload.of(RECEIPT, receipt.body()),
            receipt.signature());
      }
    } catch (MalformedReportException | MalformedEvidenceException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (batch.size() >= BATCH - 1) {
      full.add(batch);
      batch = new SignatureBatch();
      if (full.size() == BATCHES_AT_ONCE) {
        verify();
      }
    }
  }

  private void verify() throws IOException {
    meter.add(() -> {
      if (!full.parallelStream().allMatch(one -> one.verify().cardinality() == one.size())) {
        throw new IOException("a signature of the epoch is invalid");
      }
    });
    full.clear();
  }
}
