package org.depinsdk.service.testkit;

import java.io.IOException;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Storage;
import org.junit.jupiter.api.Nested;

/** Storage in memory. */
class InMemoryStorageTest {
  @Nested
  class StorageTest extends StorageContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class RegistryStoreTest extends RegistryStoreContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class EvidenceStoreTest extends EvidenceStoreContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class SanctionStoreTest extends SanctionStoreContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class LifecycleStoreTest extends LifecycleStoreContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class NetworkLogTest extends NetworkLogContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }

  @Nested
  class LedgerTest extends LedgerContract {
    private final InMemoryStorage place = new InMemoryStorage(NETWORK);

    @Override
    protected Storage open(String network) throws IOException {
      return place.open(network);
    }
  }
}
