package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.Correction;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.admin.NetworkAdmin;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.retention.RemovalPlan;
import org.depinsdk.service.retention.Retention;
import org.depinsdk.service.retention.RetentionRule;
import org.depinsdk.service.settle.CompensationConflictException;
import org.depinsdk.service.settle.PaidCompensation;
import org.depinsdk.service.settle.Settler;
import org.depinsdk.service.store.Storage;

/** The administration of a running server. */
record ServerAdmin(
    PolicySource policies,
    Storage storage,
    ReportIngest ingest,
    Settler settler,
    Retention retention,
    InstantSource clock,
    ServiceHealth health,
    CountDownLatch drained)
    implements NetworkAdmin {
  @Override
  public Status status() throws IOException {
    return new Status(
        policies.policy().network(),
        health.isServing(),
        List.copyOf(health.failing()),
        storage.ledger().state().nextEpoch(),
        ingest.log().size());
  }

  @Override
  public CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change) {
    return ingest.change(device, change);
  }

  @Override
  public CompletableFuture<SanctionEvent> sanction(SanctionEvent step) {
    return ingest.sanction(step);
  }

  @Override
  public PaidCompensation compensate(Correction correction)
      throws EncodingException, CompensationConflictException, IOException, InterruptedException {
    return settler.compensate(correction);
  }

  @Override
  public RewardPolicy replaceRewards(byte[] document) throws PolicyException, IOException {
    EpochSchedule schedule = policies.policy().admission().schedule();
    // those up to the running epoch are fixed
    long open = clock.instant().isBefore(schedule.genesis())
        ? 0
        : schedule.containing(clock.instant()).index() + 1;
    return policies.replaceRewards(document, open);
  }

  @Override
  public BackUp backUp(Path folder) throws IOException, InterruptedException {
    try {
      ReportIngest.BegunCopy begun = ingest.copy(storage, folder).get();
      return new BackUp(begun.rest().finish(), begun.logRecords());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public RemovalPlan applyRetention(RetentionRule rule, boolean remove) throws IOException {
    return settler.between(() -> remove ? retention.remove(rule) : retention.plan(rule));
  }

  @Override
  public void drain() {
    drained.countDown();
  }
}
