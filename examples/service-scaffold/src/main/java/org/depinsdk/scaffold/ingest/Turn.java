package org.depinsdk.scaffold.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedStatement;
import org.depinsdk.scaffold.RefusedStatementException;

/**
 * A turn in the network's order, in which nothing else is decided: what it reads of the registry stays true until it has
 * recorded its changes.
 */
public interface Turn {
  /** What is done in a turn. */
  @FunctionalInterface
  interface Action<T> {
    /**
     * Reads and records. It must be short, because reports wait for it.
     *
     * @param turn the turn
     * @return the answer
     * @throws RefusedStatementException where a statement changes nothing
     * @throws RegistryConflictException where a change does not fit
     * @throws IOException where a store failed
     */
    T take(Turn turn) throws RefusedStatementException, RegistryConflictException, IOException;
  }

  /**
   * When a change that is recorded in this turn takes effect: after every report that was decided before.
   *
   * @return in whole milliseconds
   */
  Instant at();

  /**
   * Records a change of several devices, of all or of none.
   *
   * @param devices which devices
   * @param change what happened to each
   * @param statement the signed words behind it, already checked
   * @return a durable record for each
   * @throws RegistryConflictException where the change does not fit
   * @throws IOException where it could not be stored; nothing has changed then
   */
  List<RegistryRecord> record(
      List<DeviceId> devices, RegistryChange change, Optional<SignedStatement> statement)
      throws RegistryConflictException, IOException;
}
