package org.depinsdk.service.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.Correction;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.retention.RemovalPlan;
import org.depinsdk.service.retention.RetentionRule;
import org.depinsdk.service.settle.CompensationConflictException;
import org.depinsdk.service.settle.PaidCompensation;

/** What those who run a network can do to a running service. */
public interface NetworkAdmin {
  /**
   * Where the service stands.
   *
   * @return now
   * @throws IOException if the ledger cannot be read
   */
  Status status() throws IOException;

  /**
   * Changes the registry: activate, suspend, revoke, rotate, transfer, relocate.
   *
   * @param device which device
   * @param change what happened
   * @return the record, when it is durable; fails with a {@link RegistryConflictException} if the change does not fit
   */
  CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change);

  /**
   * Records a step of a sanction: a notice, an appeal, a ruling. It is in the network's log from now on, and what the device
   * would be paid for an epoch that the sanction touches is withheld.
   *
   * @param step what was decided; its time is replaced by that of its place in the log
   * @return the step as it is in the log, when it is durable; fails with a {@link SanctionConflictException} if it does not fit
   */
  CompletableFuture<SanctionEvent> sanction(SanctionEvent step);

  /**
   * Pays a compensation for settled epochs: the newest root is that of the compensated totals from now on, the next epoch goes on from
   * them, and the log and a replay have it. A correction that was paid before changes nothing.
   *
   * @param correction what was wrong
   * @return what was paid
   * @throws EncodingException if the correction does not fit the bundles; the message names the entry and why
   * @throws CompensationConflictException if none can be paid now
   * @throws IOException if a store failed; what was begun is finished before the next epoch is settled
   * @throws InterruptedException if the thread was interrupted
   */
  PaidCompensation compensate(Correction correction)
      throws EncodingException, CompensationConflictException, IOException, InterruptedException;

  /**
   * Puts a reward policy in the place of the one that may be edited while the network runs.
   *
   * @param document YAML or JSON
   * @return the policy, which holds from the epoch that it names
   * @throws PolicyException if it is refused; nothing has changed then
   * @throws IOException if the network's rewards do not change, or the policy could not be kept
   */
  RewardPolicy replaceRewards(byte[] document) throws PolicyException, IOException;

  /**
   * Copies what the service keeps, as it is at one moment, while it goes on. The log's key, tiles and bundles are not copied.
   *
   * @param folder where the copy goes; it does not exist
   * @return what was copied, when all of it is on the disk
   * @throws IOException if it failed; what is in the folder is not whole then
   * @throws InterruptedException if the thread was interrupted
   */
  BackUp backUp(Path folder) throws IOException, InterruptedException;

  /**
   * What goes by a rule of retention, and removes it if asked to.
   *
   * @param rule how long things are kept
   * @param remove false to list it only
   * @return what goes, or went
   * @throws IOException if a store failed; it may be called again
   */
  RemovalPlan applyRetention(RetentionRule rule, boolean remove) throws IOException;

  /** Asks the program that runs the service to shut it down gracefully. */
  void drain();

  /**
   * Where a service stands.
   *
   * @param network its name
   * @param serving whether health checks say that it serves
   * @param failing the tasks that fail now
   * @param nextEpoch the first epoch that is not settled
   * @param logRecords how many records the log has
   */
  record Status(
      String network, boolean serving, List<String> failing, long nextEpoch, long logRecords) {
    /** Copies the list. */
    public Status {
      failing = List.copyOf(failing);
    }
  }

  /**
   * A copy.
   *
   * @param bytes how many it has
   * @param logRecords how many records of the log
   */
  record BackUp(long bytes, long logRecords) {}
}
