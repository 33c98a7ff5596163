package org.depinsdk.hardware.support;

import java.util.Optional;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.DriverState;

/**
 * The condition of a device that answered.
 *
 * @param state ONLINE, DEGRADED, or OFFLINE for one that answers but does not work
 * @param reason present if and only if the state is not ONLINE
 * @param detail facts for people, never a secret
 */
public record Health(DriverState state, Optional<ReasonCode> reason, String detail) {
  /** It works. */
  public static final Health ONLINE = new Health(DriverState.ONLINE, Optional.empty(), "");

  /** Checks state and reason. */
  public Health {
    boolean known = state == DriverState.ONLINE
        || state == DriverState.DEGRADED
        || state == DriverState.OFFLINE;
    if (!known || (state == DriverState.ONLINE) != reason.isEmpty()) {
      throw new IllegalArgumentException("expected ONLINE without a reason, or DEGRADED or OFFLINE"
          + " with one, not " + state + " and " + reason);
    }
  }

  /**
   * Not all of it works.
   *
   * @param reason why
   * @param detail facts for people
   * @return the health
   */
  public static Health degraded(ReasonCode reason, String detail) {
    return new Health(DriverState.DEGRADED, Optional.of(reason), detail);
  }

  /**
   * It does not work.
   *
   * @param reason why
   * @param detail facts for people
   * @return the health
   */
  public static Health offline(ReasonCode reason, String detail) {
    return new Health(DriverState.OFFLINE, Optional.of(reason), detail);
  }
}
