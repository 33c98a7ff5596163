package org.depinsdk.service.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * The registry of a service: checks each change, answers from memory, and shows a change only after its record is durable in a
 * {@link RegistryStore}. Safe for several threads.
 */
public final class StoredRegistry implements DeviceRegistry {
  private final RegistryStore store;
  private InMemoryDeviceRegistry states;
  private Instant newest = Instant.MIN;
  private boolean intact = true;

  /**
   * Reads the registry.
   *
   * @param store where its records are
   * @throws IOException if they cannot be read or do not fit each other
   */
  public StoredRegistry(RegistryStore store) throws IOException {
    this.store = store;
    this.states = load();
  }

  @Override
  public RegistryRecord append(
      Instant at, DeviceId device, RegistryChange change, Optional<SignedInstruction> instruction)
      throws RegistryConflictException, IOException {
    return append(at, List.of(new DeviceChange(device, change, instruction))).get(0);
  }

  /**
   * Records changes, all or none; nobody sees some of them alone.
   *
   * @param at when they take effect
   * @param changes what happened, in this order; one or more
   * @return a record for each
   * @throws RegistryConflictException if one of them does not fit
   * @throws IOException if the records could not be stored; this registry then shows what the store holds, or is not
   *     {@linkplain #isIntact intact} any more
   */
  public synchronized List<RegistryRecord> append(Instant at, List<DeviceChange> changes)
      throws RegistryConflictException, IOException {
    List<RegistryRecord> records = new ArrayList<>(changes.size());
    boolean stored = false;
    try {
      for (DeviceChange next : changes) {
        records.add(states.append(at, next.device(), next.change(), next.instruction()));
      }
      store.append(records);
      stored = true;
    } finally {
      if (!stored && !records.isEmpty()) {
        intact = false;
        states = load();
        intact = true;
      }
    }
    newest = records.get(records.size() - 1).at();
    return records;
  }

  @Override
  public synchronized Optional<DeviceState> find(DeviceId device) {
    return states.find(device);
  }

  @Override
  public synchronized RegistryView view() {
    return states.view();
  }

  @Override
  public synchronized RegistryView view(DeviceId device) {
    return states.view(device);
  }

  @Override
  public synchronized List<DeviceKey> sessionKeys(DeviceId device, Instant at) {
    return states.sessionKeys(device, at);
  }

  /**
   * Whether this registry shows what the store holds.
   *
   * @return false after a failure of the store, if it could not be read then either; it must be opened anew
   */
  public synchronized boolean isIntact() {
    return intact;
  }

  /**
   * The device that has or had a key, its own or a session's.
   *
   * @param key any key
   * @return empty if no device ever had it
   */
  public synchronized Optional<DeviceId> holder(DeviceKey key) {
    return states.holder(key);
  }

  /**
   * The device whose hardware was attested as an instance.
   *
   * @param instance SHA-256 of what the hardware is known by
   * @return empty if no device ever was
   */
  public synchronized Optional<DeviceId> attestedAs(Bytes32 instance) {
    return states.attestedAs(instance);
  }

  /**
   * When the newest record took effect.
   *
   * @return {@link Instant#MIN} if there is none
   */
  public synchronized Instant newest() {
    return newest;
  }

  private InMemoryDeviceRegistry load() throws IOException {
    InMemoryDeviceRegistry loaded = new InMemoryDeviceRegistry();
    Instant last = Instant.MIN;
    for (RegistryRecord record : store.load()) {
      try {
        RegistryRecord kept =
            loaded.append(record.at(), record.device(), record.change(), record.instruction());
        if (!kept.equals(record)) {
          throw new IOException("the registry is damaged: expected " + kept + ", found " + record);
        }
      } catch (RegistryConflictException e) {
        throw new IOException(
            "the registry is damaged: record " + record.index() + " does not fit", e);
      }
      last = record.at();
    }
    newest = last;
    return loaded;
  }
}
