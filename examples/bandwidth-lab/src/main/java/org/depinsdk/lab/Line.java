package org.depinsdk.lab;

import java.util.concurrent.TimeUnit;

/** A line that carries so much and has a queue, for all relays of one prover. Runs on one event loop alone. */
public final class Line {
  /** The queue is full. */
  static final long LOST = Long.MIN_VALUE;

  private static final long QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long kbps;
  private long free = System.nanoTime();

  /**
   * A line.
   *
   * @param kbps what it carries, 0 for whatever comes
   */
  public Line(long kbps) {
    this.kbps = kbps;
  }

  /** When a packet has crossed, by {@link System#nanoTime}; {@link #LOST} if the queue is full. */
  long crossed(int bytes, long now) {
    if (kbps == 0) {
      return now;
    }
    long begin = now - free > 0 ? now : free;
    if (begin - now > QUEUE_NANOS) {
      return LOST;
    }
    free = begin + bytes * 8_000_000L / kbps;
    return free;
  }
}
