package org.depinsdk.service.store;

import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * A change of a device that is to be recorded.
 *
 * @param device which device
 * @param change what happened
 * @param instruction the signed instruction behind it, already checked; empty if the network decided by itself
 */
public record DeviceChange(
    DeviceId device, RegistryChange change, Optional<SignedInstruction> instruction) {
  /**
   * A change that the network decided by itself.
   *
   * @param device which device
   * @param change what happened
   */
  public DeviceChange(DeviceId device, RegistryChange change) {
    this(device, change, Optional.empty());
  }
}
