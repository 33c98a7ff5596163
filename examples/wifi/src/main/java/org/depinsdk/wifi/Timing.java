package org.depinsdk.wifi;

import java.time.Duration;
import java.time.Instant;

/**
 * The network's time. With a seed it is stepped, hour by hour; without one it is the system clock, and an epoch lasts
 * seconds.
 *
 * @param stepped whether time is stepped
 * @param genesis where epoch 0 starts
 * @param interval how long an interval lasts
 */
record Timing(boolean stepped, Instant genesis, Duration interval) {
  static Timing stepping() {
    return new Timing(true, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofMinutes(15));
  }

  /** Epochs that begin when the network has had time to start, with intervals long enough for so many devices. */
  static Timing onTheWall(Instant now, Duration lead, int devices) {
    return new Timing(
        false,
        Instant.ofEpochMilli(now.toEpochMilli()).plus(lead),
        Duration.ofMillis(440 + 4L * devices));
  }

  /** Intervals of an epoch; fewer where somebody waits for them. */
  int intervals() {
    return stepped ? 8 : 6;
  }

  Duration epoch() {
    return interval.multipliedBy(intervals());
  }

  Duration grace() {
    return interval.dividedBy(2);
  }

  /** How late a heartbeat may come; a busy machine needs more than half of an interval of milliseconds. */
  Duration tolerance() {
    return stepped ? interval.dividedBy(2) : interval;
  }

  Instant start(long epoch) {
    return genesis.plus(epoch().multipliedBy(epoch));
  }

  /** A moment early in an interval, at which the devices report. */
  Instant moment(long epoch, int number) {
    return start(epoch).plus(interval.multipliedBy(number)).plus(interval.dividedBy(8));
  }

  Instant closes(long epoch) {
    return start(epoch + 1).plus(grace());
  }
}
