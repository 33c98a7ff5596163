package org.depinsdk.core.registry;

import java.time.Instant;
import org.depinsdk.core.identity.DeviceKey;

/**
 * A time in which a second key signed for a device.
 *
 * @param key the session's key
 * @param from the first instant
 * @param until the first instant after it; a rotation, a transfer or a revocation ends a session early
 */
public record DeviceSession(DeviceKey key, Instant from, Instant until) {
  /**
   * Whether the session ran at an instant.
   *
   * @param at any instant
   * @return true from its beginning to just before its end
   */
  public boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  DeviceSession endedBy(Instant at) {
    return until.isAfter(at) ? new DeviceSession(key, from, at) : this;
  }
}
