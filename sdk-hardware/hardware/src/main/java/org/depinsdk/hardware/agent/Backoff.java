package org.depinsdk.hardware.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: doubling from a first delay up to a cap, half of it fixed and half of it random, so that
 * many devices do not come back in the same moment. It never gives up.
 *
 * @param first delay after one failure, more than zero
 * @param cap longest delay, not shorter than {@code first}
 */
public record Backoff(Duration first, Duration cap) {
  /** From half a second to five minutes. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(5));

  /** Checks the order. */
  public Backoff {
    if (first.isNegative() || first.toMillis() < 1 || first.compareTo(cap) > 0) {
      throw new IllegalArgumentException(
          "expected 1 ms <= first <= cap, not first " + first + ", cap " + cap);
    }
  }

  /**
   * The next delay.
   *
   * @param failures in a row, 1 or more
   * @param random where the random half comes from
   * @return between half of the doubled delay and all of it, at most {@code cap}
   */
  public Duration delay(long failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be 1 or more, not " + failures);
    }
    long millis = first.toMillis();
    long most = cap.toMillis();
    for (long i = 1; i < failures && millis < most; i++) {
      millis = millis > most / 2 ? most : millis * 2;
    }
    long half = millis / 2;
    return Duration.ofMillis(Math.max(1, half + random.nextLong(millis - half + 1)));
  }
}
