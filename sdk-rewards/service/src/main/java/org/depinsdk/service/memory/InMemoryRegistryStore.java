package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.store.RegistryStore;

final class InMemoryRegistryStore implements RegistryStore {
  private final List<RegistryRecord> stored = new ArrayList<>();

  @Override
  public synchronized void append(List<RegistryRecord> records) throws IOException {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).index() != stored.size() + i) {
        throw new IOException("record " + records.get(i).index() + " does not follow, expected "
            + (stored.size() + i));
      }
    }
    stored.addAll(records);
  }

  @Override
  public synchronized List<RegistryRecord> load() {
    return List.copyOf(stored);
  }
}
