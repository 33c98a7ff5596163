package org.depinsdk.proofs.sensor;

import java.time.Instant;
import java.util.List;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.Domain;

/**
 * Readings of one quantity by one sensor.
 *
 * @param quantity for example {@code temperature}; 1 to 64 of {@code a-z 0-9 . -}
 * @param area the cell of resolution {@value #AREA_RESOLUTION} in which the sensor stands
 * @param readings 1 to {@value #MAX_READINGS}, each later than the one before
 */
public record SensorReadings(String quantity, H3Cell area, List<Reading> readings) {
  /** Most readings of a report. */
  public static final int MAX_READINGS = 2_000;

  /** Resolution of an area: about 250 square kilometres. Sensors of an area are each other's neighbours. */
  public static final int AREA_RESOLUTION = 5;

  /** Largest value either way, thousandths. */
  public static final long MAX_VALUE_MILLI = 1_000_000_000_000L;

  /**
   * One reading.
   *
   * @param at the device's clock
   * @param valueMilli thousandths of the quantity's unit
   */
  public record Reading(Instant at, long valueMilli) {
    /** Checks the range. */
    public Reading {
      if (valueMilli < -MAX_VALUE_MILLI || valueMilli > MAX_VALUE_MILLI) {
        throw new IllegalArgumentException("valueMilli must be -" + MAX_VALUE_MILLI + " to "
            + MAX_VALUE_MILLI + ", not " + valueMilli);
      }
    }
  }

  /** Checks and copies. */
  public SensorReadings {
    readings = List.copyOf(readings);
    if (!Domain.isName(quantity)) {
      throw new IllegalArgumentException(
          "a quantity is 1 to 64 of a-z 0-9 . -, not \"" + quantity + "\"");
    }
    if (area.resolution() != AREA_RESOLUTION) {
      throw new IllegalArgumentException(
          "area must be a cell of resolution " + AREA_RESOLUTION + ", not " + area);
    }
    if (readings.isEmpty() || readings.size() > MAX_READINGS) {
      throw new IllegalArgumentException(
          "readings must be 1 to " + MAX_READINGS + ", not " + readings.size());
    }
    for (int i = 1; i < readings.size(); i++) {
      if (!readings.get(i - 1).at().isBefore(readings.get(i).at())) {
        throw new IllegalArgumentException("reading " + i + " at "
            + readings.get(i).at() + " is not later than the one before it");
      }
    }
  }
}
