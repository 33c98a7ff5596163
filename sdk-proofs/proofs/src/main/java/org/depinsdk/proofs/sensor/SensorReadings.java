package org.depinsdk.proofs.sensor;

import java.time.Instant;
import java.util.List;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.proofs.Fields;

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
      Fields.range("valueMilli", valueMilli, -MAX_VALUE_MILLI, MAX_VALUE_MILLI);
    }
  }

  /** Checks and copies. */
  public SensorReadings {
    readings = List.copyOf(readings);
    Fields.check(Domain.isName(quantity), "quantity", quantity, "1 to 64 of a-z 0-9 . -");
    Fields.check(
        area.resolution() == AREA_RESOLUTION,
        "area",
        area,
        "a cell of resolution " + AREA_RESOLUTION);
    Fields.size("readings", readings.size(), 1, MAX_READINGS, "readings");
    for (int i = 1; i < readings.size(); i++) {
      Fields.check(
          readings.get(i - 1).at().isBefore(readings.get(i).at()),
          "readings[" + i + "].at",
          readings.get(i).at(),
          "later than the reading before");
    }
  }
}
