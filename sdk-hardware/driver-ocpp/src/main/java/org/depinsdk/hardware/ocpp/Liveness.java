package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a connection is still there. Any message shows that, and so does the answer to a WebSocket ping; a peer that
 * answers no pings, as some stations do, has until two heartbeats are overdue. Safe for use by several threads.
 */
final class Liveness {
  /** What to do about a connection now. */
  enum Verdict {
    ALIVE,
    PING,
    LOST
  }

  private final Duration ping;
  private final Duration heartbeat;
  private final LongSupplier nanoTime;
  private volatile long heard;
  private volatile long pinged;
  private volatile boolean answersPings;

  Liveness(Duration ping, Duration heartbeat, LongSupplier nanoTime) {
    this.ping = ping;
    this.heartbeat = heartbeat;
    this.nanoTime = nanoTime;
    this.heard = nanoTime.getAsLong();
    this.pinged = heard;
  }

  void heard() {
    heard = nanoTime.getAsLong();
  }

  void ponged() {
    answersPings = true;
    heard();
  }

  Verdict check() {
    long now = nanoTime.getAsLong();
    if (now - heard > maxSilence().toNanos()) {
      return Verdict.LOST;
    }
    if (now - pinged > ping.toNanos()) {
      pinged = now;
      return Verdict.PING;
    }
    return Verdict.ALIVE;
  }

  /** How long nothing may be heard. */
  Duration maxSilence() {
    Duration pings = ping.multipliedBy(5).dividedBy(2);
    Duration heartbeats = heartbeat.multipliedBy(2).plus(ping);
    return answersPings || heartbeats.compareTo(pings) < 0 ? pings : heartbeats;
  }
}
