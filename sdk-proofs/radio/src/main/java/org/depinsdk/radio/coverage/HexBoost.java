package org.depinsdk.radio.coverage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Instants;

/**
 * For how much longer and how many times more a cell is worth (HIP-84): one multiplier for each period from the start.
 *
 * @param start when the first period begins
 * @param period how long each lasts; Helium's is 30 days
 * @param multipliers 1 to 1000 each, one or more
 */
public record HexBoost(Instant start, Duration period, List<Integer> multipliers) {
  private static final int MAX_MULTIPLIER = 1_000;
  private static final int MAX_PERIODS = 1_000;

  /** Checks the ranges and copies. */
  public HexBoost {
    multipliers = List.copyOf(multipliers);
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a boost's period must be positive, not " + period);
    }
    if (multipliers.isEmpty() || multipliers.size() > MAX_PERIODS) {
      throw new IllegalArgumentException(
          "a boost has 1 to " + MAX_PERIODS + " multipliers, not " + multipliers.size());
    }
    for (int multiplier : multipliers) {
      if (multiplier < 1 || multiplier > MAX_MULTIPLIER) {
        throw new IllegalArgumentException(
            "a boost's multiplier is 1 to " + MAX_MULTIPLIER + ", not " + multiplier);
      }
    }
  }

  /**
   * Reads a boost from a row of a table.
   *
   * @param text start, period and multipliers, for example {@code 2024-03-14T01:00:00Z;P30D;2,10,15,35}
   * @return the boost
   * @throws IllegalArgumentException if the text has another form
   */
  public static HexBoost parse(String text) {
    String[] parts = text.split(";", -1);
    try {
      if (parts.length == 3) {
        List<Integer> multipliers = new ArrayList<>();
        for (String multiplier : parts[2].split(",", -1)) {
          multipliers.add(Integer.parseInt(multiplier));
        }
        return new HexBoost(Instants.parse(parts[0]), Duration.parse(parts[1]), multipliers);
      }
    } catch (NumberFormatException | DateTimeException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(
        "a boost is START;PERIOD;M,M,… such as 2024-03-14T01:00:00Z;P30D;2,10, not "
            + EncodingException.shown(text));
  }

  /**
   * The first instant without a boost.
   *
   * @return the end of the last period
   */
  public Instant end() {
    return start.plus(period.multipliedBy(multipliers.size()));
  }

  /**
   * The multiplier at a moment.
   *
   * @param at when
   * @return empty before the start and from the end on
   */
  public OptionalInt multiplierAt(Instant at) {
    if (at.isBefore(start) || !at.isBefore(end())) {
      return OptionalInt.empty();
    }
    long index = Duration.between(start, at).dividedBy(period);
    return OptionalInt.of(multipliers.get((int) index));
  }
}
