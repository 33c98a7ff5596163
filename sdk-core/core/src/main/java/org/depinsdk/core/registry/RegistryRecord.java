package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;

/**
 * One dated change of the registry.
 *
 * @param index its place in the registry's history, from 0
 * @param at when it took effect, in whole milliseconds, never before the record before it
 * @param device which device
 * @param change what happened
 * @param instruction the instruction that caused it, empty if the network decided by itself
 */
public record RegistryRecord(
    long index,
    Instant at,
    DeviceId device,
    RegistryChange change,
    Optional<SignedInstruction> instruction) {
  /** Checks the index and cuts the instant to milliseconds. */
  public RegistryRecord {
    if (index < 0) {
      throw new IllegalArgumentException("a record's index is 0 or more, not " + index);
    }
    at = Instant.ofEpochMilli(at.toEpochMilli());
  }

  /**
   * A change that the network decided by itself.
   *
   * @param index its place in the registry's history, from 0
   * @param at when it took effect
   * @param device which device
   * @param change what happened
   */
  public RegistryRecord(long index, Instant at, DeviceId device, RegistryChange change) {
    this(index, at, device, change, Optional.empty());
  }
}
