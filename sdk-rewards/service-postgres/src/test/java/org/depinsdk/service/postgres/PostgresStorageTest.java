package org.depinsdk.service.postgres;

import java.io.IOException;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.testkit.EvidenceStoreContract;
import org.depinsdk.service.testkit.LedgerContract;
import org.depinsdk.service.testkit.LifecycleStoreContract;
import org.depinsdk.service.testkit.NetworkLogContract;
import org.depinsdk.service.testkit.RegistryStoreContract;
import org.depinsdk.service.testkit.SanctionStoreContract;
import org.depinsdk.service.testkit.StorageContract;
import org.junit.jupiter.api.Nested;

/** What holds for every storage, on a real server. */
class PostgresStorageTest {
  @Nested
  class StorageTest extends StorageContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class RegistryStoreTest extends RegistryStoreContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class EvidenceStoreTest extends EvidenceStoreContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class SanctionStoreTest extends SanctionStoreContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class LifecycleStoreTest extends LifecycleStoreContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class NetworkLogTest extends NetworkLogContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }

  @Nested
  class LedgerTest extends LedgerContract {
    private final TestDatabase database = new TestDatabase();

    @Override
    protected Storage open(String network) throws IOException {
      return database.open(network);
    }
  }
}
