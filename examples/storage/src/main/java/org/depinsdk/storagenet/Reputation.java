package org.depinsdk.storagenet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.Statement;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.storage.audit.AuditReasons;
import org.depinsdk.storage.possession.PossessionReasons;

/**
 * Who is trusted with pieces. An epoch with a fault suspends a provider for as many epochs as it had such epochs: it is paid nothing
 * and gets no new pieces. When that is over it is trusted again. Every step is in the bundle with its reason and the reports that
 * show it.
 */
final class Reputation {
  private static final List<ReasonCode> FAULTS = List.of(
      PossessionReasons.WRONG_PROOF,
      PossessionReasons.DAMAGED,
      PossessionReasons.LATE,
      PossessionReasons.UNANSWERED,
      AuditReasons.LOST);

  private final Map<DeviceId, Integer> faults = new HashMap<>();
  private SanctionLedger ledger = SanctionLedger.EMPTY;

  synchronized SanctionLedger sanctions() {
    return ledger;
  }

  synchronized boolean isTrusted(DeviceId device, Instant now) {
    return ledger.inForce(device, now).isEmpty();
  }

  /** Looks at an epoch that was settled; what it imposes holds from the start of the next one that begins. */
  void afterEpoch(long epoch, Path bundles, Fleet fleet, Instant now, NetworkServer server)
      throws IOException, InterruptedException {
    for (Provider provider : fleet.all()) {
      DeviceId device = provider.party().id();
      try {
        Statement statement =
            Statement.of(EpochBundle.open(bundles.resolve("epoch-" + epoch)), device.text());
        for (Statement.DeviceAccount account : statement.devices()) {
          if (account.device().equals(device)) {
            judge(device, account, epoch, now, server);
          }
        }
      } catch (BundleException | EncodingException e) {
        throw new IOException("epoch " + epoch + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private synchronized void judge(
      DeviceId device,
      Statement.DeviceAccount account,
      long epoch,
      Instant now,
      NetworkServer server)
      throws IOException, InterruptedException {
    List<Finding> findings =
        account.verdicts().stream().flatMap(v -> v.findings().stream()).toList();
    Optional<ReasonCode> reason = FAULTS.stream()
        .filter(code -> findings.stream().anyMatch(f -> f.code().equals(code)))
        .findFirst();
    List<ReportId> evidence = account.accepted();
    if (reason.isEmpty() || evidence.isEmpty() || !isTrusted(device, now)) {
      return;
    }
    int count = faults.merge(device, 1, Integer::sum);
    try {
      ledger = ledger.with(server
          .admin()
          .sanction(new SanctionEvent.Imposed(
              now,
              ledger.all().size() + 1L,
              device,
              reason.get(),
              List.of(evidence.get(0)),
              StorageNetwork.start(epoch + 1 + count),
              Duration.ofDays(7)))
          .get());
    } catch (ExecutionException | SanctionConflictException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
