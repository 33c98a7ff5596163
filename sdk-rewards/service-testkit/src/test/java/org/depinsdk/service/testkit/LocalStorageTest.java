package org.depinsdk.service.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.depinsdk.service.server.LocalStorage;
import org.depinsdk.service.store.Storage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** SQLite and files. */
class LocalStorageTest {
  @Nested
  class StorageTest extends StorageContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class RegistryStoreTest extends RegistryStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class EvidenceStoreTest extends EvidenceStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class SanctionStoreTest extends SanctionStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class LifecycleStoreTest extends LifecycleStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class NetworkLogTest extends NetworkLogContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }

  @Nested
  class LedgerTest extends LedgerContract {
    @TempDir
    Path folder;

    @Override
    protected Storage open(String network) throws IOException {
      return LocalStorage.open(folder, network);
    }
  }
}
