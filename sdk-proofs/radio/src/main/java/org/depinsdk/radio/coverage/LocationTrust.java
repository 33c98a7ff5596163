package org.depinsdk.radio.coverage;

import java.time.Duration;
import java.time.Instant;

/** How far a radio's asserted place is believed (HIP-98, HIP-119; helium/oracles mobile_verifier heartbeats). */
public final class LocationTrust {
  /** Trust of one. */
  public static final int ONE = 10_000;

  /** How long a validated location is good: 24 h, both ends included. */
  public static final Duration FRESH = Duration.ofHours(24);

  /** A radio that claims a cell as far away as this, in metres, is not believed. */
  public static final long MAX_REACH_METERS = 3_000;

  private LocationTrust() {}

  /**
   * Trust by the distance between the asserted and the validated place: indoor up to 200 m one, up to 300 m a quarter;
   * outdoor up to 75 m one, up to 100 m a quarter; else zero.
   *
   * @param type where the radio stands
   * @param distanceMeters 0 or more
   * @return 10<sup>-4</sup>
   */
  public static int byDistanceE4(RadioType type, long distanceMeters) {
    long near = type == RadioType.INDOOR ? 200 : 75;
    long far = type == RadioType.INDOOR ? 300 : 100;
    if (distanceMeters <= near) {
      return ONE;
    }
    return distanceMeters <= far ? ONE / 4 : 0;
  }

  /**
   * Whether a validated location still counts.
   *
   * @param validatedAt when the place was found
   * @param at when it is used
   * @return true for up to {@link #FRESH} after it was found
   */
  public static boolean isFresh(Instant validatedAt, Instant at) {
    return !validatedAt.isAfter(at) && !validatedAt.isBefore(at.minus(FRESH));
  }
}
