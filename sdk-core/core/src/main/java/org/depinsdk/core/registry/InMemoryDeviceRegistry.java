package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;

/** The reference registry: everything in memory, nothing survives the process. For tests and simulations. */
public final class InMemoryDeviceRegistry implements DeviceRegistry {
  private final List<RegistryRecord> records = new ArrayList<>();
  private final Map<DeviceId, List<DeviceState>> histories = new HashMap<>();
  private final Map<DeviceKey, DeviceId> owners = new HashMap<>();

  /** An empty registry. */
  public InMemoryDeviceRegistry() {}

  @Override
  public synchronized RegistryRecord append(Instant at, DeviceId device, RegistryChange change)
      throws RegistryConflictException {
    Instant newest = records.isEmpty() ? at : records.get(records.size() - 1).at();
    RegistryRecord record =
        new RegistryRecord(records.size(), at.isBefore(newest) ? newest : at, device, change);
    List<DeviceState> history = histories.getOrDefault(device, List.of());
    DeviceState next = RegistryView.next(history, record);
    DeviceId owner = owners.get(next.key());
    if (owner != null && !owner.equals(device)) {
      throw new RegistryConflictException("key " + next.key() + " belongs to " + owner);
    }
    owners.put(next.key(), device);
    histories.computeIfAbsent(device, d -> new ArrayList<>(2)).add(next);
    records.add(record);
    return record;
  }

  @Override
  public synchronized Optional<DeviceState> find(DeviceId device) {
    List<DeviceState> history = histories.getOrDefault(device, List.of());
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  @Override
  public synchronized RegistryView view() {
    try {
      return RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException("records that were accepted one by one do not fold", e);
    }
  }
}
