package org.depinsdk.service.postgres;

import java.io.IOException;
import java.util.function.Consumer;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.RegistryStore;
import org.depinsdk.service.store.SanctionStore;
import org.depinsdk.service.store.Storage;

/**
 * A network's storage in PostgreSQL. The process that opened it leads until it closes it, is silent for the time of a lease, or
 * ends; then another process may open it. A process that was overtaken writes nothing any more: each transaction checks it.
 */
public final class PostgresStorage implements Storage {
  private final Database database;
  private final RegistryStore registry;
  private final SanctionStore sanctions;
  private final LifecycleStore lifecycle;
  private final EvidenceStore evidence;
  private final NetworkLog log;
  private final Ledger ledger;

  private PostgresStorage(Database database) throws IOException {
    this.database = database;
    this.registry = new PostgresRegistryStore(database);
    this.sanctions = new PostgresSanctionStore(database);
    this.lifecycle = new PostgresLifecycleStore(database);
    this.evidence = new PostgresEvidenceStore(database);
    this.log = new PostgresNetworkLog(database);
    this.ledger = new PostgresLedger(database);
  }

  /**
   * Opens the storage; makes its tables where they are missing.
   *
   * @param settings which database
   * @param network the network's name
   * @return the storage
   * @throws IOException if another process leads, the database belongs to another network, or it cannot be used; the message says
   *     which
   */
  public static PostgresStorage open(PostgresSettings settings, String network) throws IOException {
    try {
      return open(settings, network, reason -> {
        throw reason;
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the database was opened", e);
    }
  }

  static PostgresStorage open(PostgresSettings settings, String network, Database.Waiting waiting)
      throws IOException, InterruptedException {
    Database database = Database.lead(settings, network, waiting);
    try {
      return new PostgresStorage(database);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public RegistryStore registry() {
    return registry;
  }

  @Override
  public SanctionStore sanctions() {
    return sanctions;
  }

  @Override
  public LifecycleStore lifecycle() {
    return lifecycle;
  }

  @Override
  public EvidenceStore evidence() {
    return evidence;
  }

  @Override
  public NetworkLog log() {
    return log;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void check() throws IOException {
    database.check();
  }

  @Override
  public void onLoss(Consumer<IOException> listener) {
    database.onLoss(listener);
  }

  @Override
  public void close() {
    database.close();
  }
}
