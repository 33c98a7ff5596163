package org.depinsdk.core.epoch;

import java.time.Duration;
import java.time.Instant;

/**
 * Cuts time into epochs of one length. After an epoch's end its evidence may still arrive for a grace period; then it
 * closes.
 *
 * @param genesis where epoch 0 starts, in whole milliseconds
 * @param length of each epoch, at least a millisecond
 * @param grace for evidence that arrives late, zero or more and at most one epoch's length
 */
public record EpochSchedule(Instant genesis, Duration length, Duration grace) {
  /** Checks the lengths. */
  public EpochSchedule {
    if (length.toMillis() < 1 || !length.equals(Duration.ofMillis(length.toMillis()))) {
      throw new IllegalArgumentException(
          "an epoch lasts a whole number of milliseconds, not " + length);
    }
    if (grace.isNegative() || grace.compareTo(length) > 0) {
      throw new IllegalArgumentException("grace must be zero to " + length + ", not " + grace);
    }
    if (genesis.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException("genesis must be a whole millisecond, not " + genesis);
    }
  }

  /**
   * The epoch with an index.
   *
   * @param index 0 or more
   * @return the epoch
   */
  public Epoch at(long index) {
    Instant start = genesis.plusMillis(Math.multiplyExact(index, length.toMillis()));
    return new Epoch(index, start, start.plus(length));
  }

  /**
   * The epoch that an instant belongs to.
   *
   * @param instant not before the genesis
   * @return the epoch
   */
  public Epoch containing(Instant instant) {
    if (instant.isBefore(genesis)) {
      throw new IllegalArgumentException("no epoch before " + genesis + ": " + instant);
    }
    return at(Duration.between(genesis, instant).toMillis() / length.toMillis());
  }

  /**
   * When an epoch takes no more evidence.
   *
   * @param epoch an epoch of this schedule
   * @return its end and the grace
   */
  public Instant closesAt(Epoch epoch) {
    return epoch.end().plus(grace);
  }
}
