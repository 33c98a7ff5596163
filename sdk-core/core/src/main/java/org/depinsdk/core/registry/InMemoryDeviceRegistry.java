package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.jspecify.annotations.Nullable;

/** A registry in memory, for tests and simulations. */
public final class InMemoryDeviceRegistry implements DeviceRegistry {
  private final List<RegistryRecord> records = new ArrayList<>();
  private final Map<DeviceId, DeviceRecords> devices = new HashMap<>();
  private final Map<DeviceId, List<RegistryRecord>> recordsOf = new HashMap<>();
  private final Map<DeviceKey, DeviceId> holders = new HashMap<>();
  private final Map<Bytes32, DeviceId> instances = new HashMap<>();

  /** An empty registry. */
  public InMemoryDeviceRegistry() {}

  // in memory nothing fails for a reason of storage
  @Override
  public RegistryRecord append(Instant at, DeviceId device, RegistryChange change)
      throws RegistryConflictException {
    return append(at, device, change, Optional.empty());
  }

  @Override
  public synchronized RegistryRecord append(
      Instant at, DeviceId device, RegistryChange change, Optional<SignedInstruction> instruction)
      throws RegistryConflictException {
    Instant newest = records.isEmpty() ? at : records.get(records.size() - 1).at();
    RegistryRecord record = new RegistryRecord(
        records.size(), at.isBefore(newest) ? newest : at, device, change, instruction);
    DeviceKey key = key(change);
    DeviceId holder = key == null ? null : holders.get(key);
    if (holder != null && !holder.equals(device)) {
      throw new RegistryConflictException("key " + key + " belongs to " + holder);
    }
    Bytes32 instance = change instanceof RegistryChange.Attested a ? a.instance() : null;
    DeviceId attested = instance == null ? null : instances.get(instance);
    if (attested != null && !attested.equals(device)) {
      throw new RegistryConflictException("the hardware " + instance + " is " + attested);
    }
    DeviceRecords known = devices.getOrDefault(device, new DeviceRecords());
    known.add(record);
    devices.put(device, known);
    if (key != null) {
      holders.put(key, device);
    }
    if (instance != null) {
      instances.put(instance, device);
    }
    records.add(record);
    recordsOf.computeIfAbsent(device, d -> new ArrayList<>(2)).add(record);
    return record;
  }

  private static @Nullable DeviceKey key(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled enrolled) {
      return enrolled.key();
    } else if (change instanceof RegistryChange.KeyRotated rotated) {
      return rotated.key();
    }
    return change instanceof RegistryChange.SessionOpened opened ? opened.key() : null;
  }

  @Override
  public synchronized Optional<DeviceState> find(DeviceId device) {
    DeviceRecords known = devices.get(device);
    return known == null ? Optional.empty() : known.latest();
  }

  @Override
  public synchronized List<DeviceKey> sessionKeys(DeviceId device, Instant at) {
    DeviceRecords known = devices.get(device);
    return known == null ? List.of() : known.sessionKeys(at);
  }

  @Override
  public synchronized RegistryView view() {
    return fold(records);
  }

  @Override
  public synchronized RegistryView view(DeviceId device) {
    return fold(recordsOf.getOrDefault(device, List.of()));
  }

  /**
   * The device that has or had a key, its own or a session's.
   *
   * @param key any key
   * @return empty if no device ever had it
   */
  public synchronized Optional<DeviceId> holder(DeviceKey key) {
    return Optional.ofNullable(holders.get(key));
  }

  /**
   * The device whose hardware was attested as an instance.
   *
   * @param instance SHA-256 of what the hardware is known by
   * @return empty if no device ever was
   */
  public synchronized Optional<DeviceId> attestedAs(Bytes32 instance) {
    return Optional.ofNullable(instances.get(instance));
  }

  private static RegistryView fold(List<RegistryRecord> records) {
    try {
      return RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException("records that were accepted one by one do not fold", e);
    }
  }
}
