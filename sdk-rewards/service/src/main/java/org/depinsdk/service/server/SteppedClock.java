package org.depinsdk.service.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved, so that a demonstration or a test can skip time. */
public final class SteppedClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /**
   * A clock.
   *
   * @param start what it shows first
   */
  public SteppedClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves the clock on.
   *
   * @param to the new time; a time before the present one changes nothing
   * @return what the clock shows now
   */
  public Instant advance(Instant to) {
    return now.accumulateAndGet(to, (old, moved) -> moved.isAfter(old) ? moved : old);
  }
}
