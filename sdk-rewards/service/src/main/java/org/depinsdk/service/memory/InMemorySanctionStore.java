package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.store.SanctionStore;

final class InMemorySanctionStore implements SanctionStore {
  private final List<SanctionEvent> stored = new ArrayList<>();

  @Override
  public synchronized void append(long index, SanctionEvent step) throws IOException {
    if (index != stored.size()) {
      throw new IOException("step " + index + " does not follow, expected " + stored.size());
    }
    stored.add(step);
  }

  @Override
  public synchronized List<SanctionEvent> load() {
    return List.copyOf(stored);
  }
}
