package org.depinsdk.core.epoch;

import java.time.Duration;
import java.time.Instant;

/**
 * A settlement period.
 *
 * @param index 0 for the first
 * @param start the first instant that belongs to it
 * @param end the first instant that no longer does
 */
public record Epoch(long index, Instant start, Instant end) {
  /** Checks the order. */
  public Epoch {
    if (index < 0) {
      throw new IllegalArgumentException("an epoch's index is 0 or more, not " + index);
    }
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "epoch " + index + " must end after " + start + ", not at " + end);
    }
  }

  /**
   * Whether an instant belongs to this epoch.
   *
   * @param instant any instant
   * @return true from the start to just before the end
   */
  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }

  /**
   * How long the epoch lasts.
   *
   * @return the time from start to end
   */
  public Duration length() {
    return Duration.between(start, end);
  }
}
