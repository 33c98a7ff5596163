package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.admin.NetworkAdmin;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.Storage;

/** The administration of a running server. */
record ServerAdmin(Parts parts, CountDownLatch drained) implements NetworkAdmin {
  /** What is administered. */
  record Parts(
      PolicySource policies,
      Storage storage,
      ReportIngest ingest,
      InstantSource clock,
      ServiceHealth health) {}

  @Override
  public Status status() throws IOException {
    return new Status(
        parts.policies.policy().network(),
        parts.health.isServing(),
        List.copyOf(parts.health.failing()),
        parts.storage.ledger().state().nextEpoch(),
        parts.ingest.log().size());
  }

  @Override
  public CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change) {
    return parts.ingest.change(device, change);
  }

  @Override
  public CompletableFuture<SanctionEvent> sanction(SanctionEvent step) {
    return parts.ingest.sanction(step);
  }

  @Override
  public RewardPolicy replaceRewards(byte[] document) throws PolicyException, IOException {
    EpochSchedule schedule = parts.policies.policy().admission().schedule();
    // those up to the running epoch are fixed
    long open = parts.clock.instant().isBefore(schedule.genesis())
        ? 0
        : schedule.containing(parts.clock.instant()).index() + 1;
    return parts.policies.replaceRewards(document, open);
  }

  @Override
  public BackUp backUp(Path folder) throws IOException, InterruptedException {
    try {
      ReportIngest.BackUp begun = parts.ingest.copy(parts.storage, folder).get();
      return new BackUp(begun.rest().finish(), begun.logRecords());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public void drain() {
    drained.countDown();
  }
}
