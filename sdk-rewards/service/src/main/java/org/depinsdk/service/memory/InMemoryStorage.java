package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.RegistryStore;
import org.depinsdk.service.store.SanctionStore;
import org.depinsdk.service.store.Storage;

/**
 * A network's storage in memory. What was stored is there as long as this object is, so that a test can close a service and start
 * another one on the same storage.
 */
public final class InMemoryStorage {
  private final String network;
  private final RegistryStore registry = new InMemoryRegistryStore();
  private final SanctionStore sanctions = new InMemorySanctionStore();
  private final LifecycleStore lifecycle = new InMemoryLifecycleStore();
  private final InMemoryNetworkLog log = new InMemoryNetworkLog();
  private final EvidenceStore evidence = new InMemoryEvidenceStore();
  private final Ledger ledger = new InMemoryLedger();
  private final AtomicBoolean open = new AtomicBoolean();

  /**
   * An empty storage.
   *
   * @param network the network's name
   */
  public InMemoryStorage(String network) {
    this.network = network;
  }

  /**
   * Opens the storage for one service. Entries of the log that were not committed are gone, as after a crash.
   *
   * @param forNetwork the name of the service's network
   * @return the storage, until it is closed
   * @throws IOException if it is open already or belongs to another network
   */
  public Storage open(String forNetwork) throws IOException {
    if (!forNetwork.equals(network)) {
      throw new IOException(
          "this storage belongs to network " + network + ", expected " + forNetwork);
    }
    if (!open.compareAndSet(false, true)) {
      throw new IOException("this storage is in use by another service");
    }
    log.dropUncommitted();
    return new Storage() {
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
      public void close() {
        open.set(false);
      }
    };
  }
}
