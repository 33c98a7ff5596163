package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.store.DeviceChange;

/**
 * A transaction in the network's order, in which nothing else is decided: what it reads of the registry stays true until it has
 * recorded its changes.
 */
public interface OrderedTransaction {
  /** What is done in a transaction. */
  @FunctionalInterface
  interface Action<T> {
    /**
     * Reads and records. It must be short, because reports wait for it.
     *
     * @param transaction the transaction
     * @return the answer
     * @throws RefusedInstructionException if an instruction changes nothing
     * @throws RegistryConflictException if a change does not fit
     * @throws SanctionConflictException if a step of a sanction does not fit
     * @throws IOException if a store failed
     */
    T take(OrderedTransaction transaction)
        throws RefusedInstructionException, RegistryConflictException, SanctionConflictException,
            IOException;
  }

  /**
   * When a change that is recorded in this transaction takes effect: after every report that was decided before.
   *
   * @return in whole milliseconds; the same each time
   */
  Instant at();

  /**
   * Records changes, all or none; nobody sees some of them alone.
   *
   * @param changes what happened, in this order; one or more
   * @return a durable record for each
   * @throws RegistryConflictException if one of them does not fit
   * @throws IOException if they could not be stored; nothing has changed then
   */
  List<RegistryRecord> record(List<DeviceChange> changes)
      throws RegistryConflictException, IOException;

  /**
   * Records a change.
   *
   * @param change what happened
   * @return a durable record
   * @throws RegistryConflictException if it does not fit
   * @throws IOException if it could not be stored; nothing has changed then
   */
  default RegistryRecord record(DeviceChange change) throws RegistryConflictException, IOException {
    return record(List.of(change)).get(0);
  }

  /**
   * Records a step of a sanction.
   *
   * @param step what was decided; its time is replaced by {@link #at}
   * @return the step as it is in the log, durable
   * @throws SanctionConflictException if the step does not fit
   * @throws IOException if it could not be stored; nothing has changed then
   * @throws IllegalArgumentException if the sanction would not end after {@link #at}, or too long after it
   */
  SanctionEvent record(SanctionEvent step) throws SanctionConflictException, IOException;
}
