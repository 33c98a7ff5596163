package org.depinsdk.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A network's answer to evidence that it took. Both times are by the network's clock.
 *
 * @param tier the tier of the result, such as {@code affirming}
 * @param at when it began to count
 * @param notAfter when it ends at the latest, after {@code at}
 */
public record AttestationAnswer(String tier, Instant at, Instant notAfter) {
  /** Checks the order of the times. */
  public AttestationAnswer {
    if (!at.isBefore(notAfter)) {
      throw new IllegalArgumentException("a result of " + EncodingException.shown(tier) + " from "
          + at + " must end later, not at " + notAfter);
    }
  }

  /**
   * How long the result counts at the longest.
   *
   * @return more than zero
   */
  public Duration lasts() {
    return Duration.between(at, notAfter);
  }
}
