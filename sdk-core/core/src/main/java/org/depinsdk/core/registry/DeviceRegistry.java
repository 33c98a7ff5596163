package org.depinsdk.core.registry;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;

/**
 * Keeps the dated records of all devices. A change is either recorded whole or refused whole. Implementations are safe for
 * several threads.
 */
public interface DeviceRegistry {
  /**
   * Records a change that the network decided by itself.
   *
   * @param at when it takes effect; a moment before the newest record's is moved up to it
   * @param device which device
   * @param change what happened
   * @return the record as it was kept
   * @throws RegistryConflictException if the change does not fit the device's state, or its key belongs to another device
   * @throws IOException if the record could not be stored; nothing has changed then
   */
  default RegistryRecord append(Instant at, DeviceId device, RegistryChange change)
      throws RegistryConflictException, IOException {
    return append(at, device, change, Optional.empty());
  }

  /**
   * Records a change with the instruction that caused it.
   *
   * @param at when it takes effect; a moment before the newest record's is moved up to it
   * @param device which device
   * @param change what happened
   * @param instruction what caused it, already checked
   * @return the record as it was kept
   * @throws RegistryConflictException if the change does not fit the device's state, or its key belongs to another device
   * @throws IOException if the record could not be stored; nothing has changed then
   */
  RegistryRecord append(
      Instant at, DeviceId device, RegistryChange change, Optional<SignedInstruction> instruction)
      throws RegistryConflictException, IOException;

  /**
   * A device's current state.
   *
   * @param device which device
   * @return its state, empty if it is not enrolled
   * @throws IOException if the store could not be read
   */
  Optional<DeviceState> find(DeviceId device) throws IOException;

  /**
   * The whole history.
   *
   * @return an immutable view as of now
   * @throws IOException if the store could not be read
   */
  RegistryView view() throws IOException;

  /**
   * The keys that sign for a device at a moment in addition to its own.
   *
   * @param device which device
   * @param at when, not before the newest record
   * @return the keys of its sessions that run then
   * @throws IOException if the store could not be read
   */
  List<DeviceKey> sessionKeys(DeviceId device, Instant at) throws IOException;

  /**
   * The history of one device.
   *
   * @param device which device
   * @return an immutable view as of now that knows this device alone
   * @throws IOException if the store could not be read
   */
  RegistryView view(DeviceId device) throws IOException;
}
