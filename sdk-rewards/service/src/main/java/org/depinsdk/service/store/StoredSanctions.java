package org.depinsdk.service.store;

import java.io.IOError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;

/**
 * The sanctions of a service: checks each step, and shows it only after it is durable in a {@link SanctionStore}. One thread adds;
 * any thread reads.
 */
public final class StoredSanctions {
  private final SanctionStore store;
  private volatile SanctionLedger ledger;

  /**
   * Reads the sanctions.
   *
   * @param store where their steps are
   * @throws IOException if they cannot be read or do not fit each other
   */
  public StoredSanctions(SanctionStore store) throws IOException {
    this.store = store;
    this.ledger = load();
  }

  /**
   * All sanctions.
   *
   * @return as they stand now
   */
  public SanctionLedger ledger() {
    return ledger;
  }

  /**
   * When the newest step happened.
   *
   * @return {@link Instant#MIN} if there is none
   */
  public Instant newest() {
    List<SanctionEvent> steps = ledger.events();
    return steps.isEmpty() ? Instant.MIN : steps.get(steps.size() - 1).at();
  }

  /**
   * Adds a step.
   *
   * @param step not before the newest one
   * @throws SanctionConflictException if the step does not fit
   * @throws IOException if it could not be stored; the ledger then shows what the store holds
   * @throws IOError if the store cannot be read after that either: the process must end
   */
  public synchronized void append(SanctionEvent step)
      throws SanctionConflictException, IOException {
    SanctionLedger next = ledger.with(step);
    try {
      store.append(ledger.events().size(), step);
    } catch (IOException e) {
      reload();
      throw e;
    }
    ledger = next;
  }

  private void reload() {
    try {
      ledger = load();
    } catch (IOException e) {
      throw new IOError(e);
    }
  }

  private SanctionLedger load() throws IOException {
    SanctionLedger loaded = SanctionLedger.EMPTY;
    try {
      for (SanctionEvent step : store.load()) {
        loaded = loaded.with(step);
      }
      return loaded;
    } catch (SanctionConflictException e) {
      throw new IOException("the sanctions are damaged: " + e.getMessage(), e);
    }
  }
}
