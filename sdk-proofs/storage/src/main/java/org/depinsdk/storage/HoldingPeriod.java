package org.depinsdk.storage;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.encoding.Instants;

/**
 * From when until when a record holds: a piece in a data set, a shard with its holder.
 *
 * @param from the first moment
 * @param until the first moment at which it no longer does; empty if there is none
 */
public record HoldingPeriod(Instant from, Optional<Instant> until) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public HoldingPeriod {
    if (until.isPresent() && until.get().isBefore(from)) {
      throw new IllegalArgumentException(
          "until must not be before " + from + ", not " + until.get());
    }
  }

  /**
   * Reads what is in a table.
   *
   * @param text {@code FROM;UNTIL}, with {@code -} for no end
   * @return the time
   * @throws IllegalArgumentException if there are not two parts, or it ends before it begins
   * @throws java.time.DateTimeException if a part is no instant
   */
  public static HoldingPeriod parse(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text);
    }
    return new HoldingPeriod(
        Instants.parse(parts[0]),
        parts[1].equals("-") ? Optional.empty() : Optional.of(Instants.parse(parts[1])));
  }

  /**
   * Whether it holds at a moment.
   *
   * @param at when
   * @return true from {@link #from} until, but not at, {@link #until}
   */
  public boolean contains(Instant at) {
    return !at.isBefore(from) && !endsBy(at);
  }

  /**
   * Whether it no longer holds.
   *
   * @param at when
   * @return true from {@link #until} on
   */
  public boolean endsBy(Instant at) {
    return until.filter(u -> !u.isAfter(at)).isPresent();
  }

  /** As it is in a table. */
  @Override
  public String toString() {
    return from + ";" + until.map(Instant::toString).orElse("-");
  }
}
