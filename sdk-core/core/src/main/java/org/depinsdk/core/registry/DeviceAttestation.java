package org.depinsdk.core.registry;

import java.time.Instant;

/**
 * A time in which the result of an attestation counted.
 *
 * @param result what was appraised
 * @param from the first instant
 * @param until the first instant after it
 * @param end the stable code of what ended it, {@link #EXPIRED} if nothing did before its time
 */
public record DeviceAttestation(
    RegistryChange.Attested result, Instant from, Instant until, String end) {
  /** The result came to its latest end. */
  public static final String EXPIRED = "attestation.expired";

  /** A newer result took its place. */
  public static final String SUPERSEDED = "attestation.superseded";

  /** The device signs with another key than the one that was attested. */
  public static final String KEY_ROTATED = "attestation.key-rotated";

  /** The device was revoked. */
  public static final String DEVICE_REVOKED = "attestation.device-revoked";

  /**
   * Whether the result counted at an instant.
   *
   * @param at any instant
   * @return true from its beginning to just before its end
   */
  public boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  DeviceAttestation endedBy(Instant at, String reason) {
    return until.isAfter(at) ? new DeviceAttestation(result, from, at, reason) : this;
  }
}
