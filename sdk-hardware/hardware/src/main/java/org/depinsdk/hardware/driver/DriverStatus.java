package org.depinsdk.hardware.driver;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.report.ReasonCode;

/**
 * The state of a connection and its reason.
 *
 * @param state the state
 * @param reason why it is not simply online; empty if there is nothing to say
 * @param detail facts for people, never a secret; may be empty
 * @param since when this state began
 * @param lastGoodAt when data last came; empty if none ever did
 * @param consecutiveFailures how many attempts failed since data last came
 */
public record DriverStatus(
    DriverState state,
    Optional<ReasonCode> reason,
    String detail,
    Instant since,
    Optional<Instant> lastGoodAt,
    long consecutiveFailures) {
  /** Checks the count. */
  public DriverStatus {
    if (consecutiveFailures < 0) {
      throw new IllegalArgumentException(
          "consecutiveFailures must not be negative: " + consecutiveFailures);
    }
  }
}
