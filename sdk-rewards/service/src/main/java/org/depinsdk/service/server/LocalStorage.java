package org.depinsdk.service.server;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.service.file.DataFolder;
import org.depinsdk.service.file.FileNetworkLog;
import org.depinsdk.service.sqlite.SqliteCopy;
import org.depinsdk.service.sqlite.SqliteEvidenceStore;
import org.depinsdk.service.sqlite.SqliteLedger;
import org.depinsdk.service.sqlite.SqliteLifecycleStore;
import org.depinsdk.service.sqlite.SqliteRegistryStore;
import org.depinsdk.service.sqlite.SqliteSanctionStore;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.RegistryStore;
import org.depinsdk.service.store.SanctionStore;
import org.depinsdk.service.store.Storage;

/** A network's storage in one folder: SQLite files, and one log file for each epoch. */
public final class LocalStorage implements Storage {
  private static final List<String> DATABASES = List.of(
      "evidence.sqlite",
      "ledger.sqlite",
      "registry.sqlite",
      "sanctions.sqlite",
      "lifecycle.sqlite");

  private final Closer closer;
  private final Path folder;
  private final RegistryStore registry;
  private final SanctionStore sanctions;
  private final LifecycleStore lifecycle;
  private final EvidenceStore evidence;
  private final FileNetworkLog log;
  private final Ledger ledger;

  private LocalStorage(Path folder, String network, Closer closer) throws IOException {
    this.closer = closer;
    this.folder = folder;
    DataFolder data = closer.register(DataFolder.take(folder, network));
    this.registry = closer.register(SqliteRegistryStore.open(data.resolve("registry.sqlite")));
    this.sanctions = closer.register(SqliteSanctionStore.open(data.resolve("sanctions.sqlite")));
    this.lifecycle = closer.register(SqliteLifecycleStore.open(data.resolve("lifecycle.sqlite")));
    this.evidence = closer.register(SqliteEvidenceStore.open(data.resolve("evidence.sqlite")));
    this.ledger = closer.register(SqliteLedger.open(data.resolve("ledger.sqlite")));
    this.log = closer.register(FileNetworkLog.open(data.resolve("log"), network));
  }

  /**
   * Opens the storage.
   *
   * @param folder where it is; made if absent
   * @param network the network's name
   * @return the storage, until it is closed or the process ends
   * @throws IOException if another process uses the folder, it belongs to another network, or a file cannot be opened
   */
  public static LocalStorage open(Path folder, String network) throws IOException {
    Closer closer = Closer.create();
    try {
      return new LocalStorage(folder, network, closer);
    } catch (IOException | RuntimeException e) {
      closer.close();
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

  /**
   * The ledger before the log: it never has an epoch then that the copy of the log does not have. The evidence before the ledger:
   * what a settled epoch needed is removed, so that an older ledger would miss it.
   */
  @Override
  public Copy copy(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " exists already; name a folder that does not");
    }
    Files.createDirectories(target.resolve("log"));
    long copied = 0;
    for (String database : DATABASES) {
      SqliteCopy.copy(folder.resolve(database), target.resolve(database));
      copied += Files.size(target.resolve(database));
    }
    Files.copy(folder.resolve("network"), target.resolve("network"));
    Copy rest = log.copy(target.resolve("log"));
    long before = copied;
    return () -> {
      long bytes = before + rest.finish();
      DurableFiles.forceFolder(target.resolve("log"));
      DurableFiles.forceFolder(target);
      return bytes;
    };
  }

  @Override
  public void close() throws IOException {
    closer.close();
  }
}
