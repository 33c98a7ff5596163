package org.depinsdk.service.memory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.service.store.EvidenceStore;

final class InMemoryEvidenceStore implements EvidenceStore {
  private final Map<Bytes32, byte[]> kept = new ConcurrentHashMap<>();

  @Override
  public void put(Bytes32 name, byte[] content) {
    kept.putIfAbsent(name, content.clone());
  }

  @Override
  public Optional<byte[]> find(Bytes32 name) {
    return Optional.ofNullable(kept.get(name)).map(byte[]::clone);
  }

  @Override
  public void retain(Set<Bytes32> names) {
    kept.keySet().retainAll(names);
  }
}
