package org.depinsdk.proofs;

import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;

/** Checks parts of evidence: whatever is out of range becomes an {@link InvalidFieldException} that names it. */
public final class Fields {
  private Fields() {}

  /**
   * Checks a condition.
   *
   * @param holds whether the value is good
   * @param field its name
   * @param value its value
   * @param expected what it should be
   * @throws InvalidFieldException if the condition does not hold
   */
  public static void check(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new InvalidFieldException(field, value, expected);
    }
  }

  /**
   * Checks a whole number.
   *
   * @param field its name
   * @param value its value
   * @param min the lowest allowed
   * @param max the highest allowed
   * @return the value
   * @throws InvalidFieldException if it is outside
   */
  public static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidFieldException(field, value, min + " to " + max);
    }
    return value;
  }

  /**
   * Checks a whole number that is 0 or more. On the wire it has no sign, so that a negative one is shown as what was sent.
   *
   * @param field its name
   * @param value its value
   * @param max the highest allowed
   * @return the value
   * @throws InvalidFieldException if it is outside
   */
  public static long unsigned(String field, long value, long max) {
    if (value < 0 || value > max) {
      throw new InvalidFieldException(field, Long.toUnsignedString(value), "0 to " + max);
    }
    return value;
  }

  /**
   * Checks how much there is of something.
   *
   * @param field what is counted
   * @param size how many there are
   * @param min the fewest allowed
   * @param max the most allowed
   * @param unit what is counted, for example {@code bytes}
   * @throws InvalidFieldException if there are fewer or more
   */
  public static void size(String field, int size, int min, int max, String unit) {
    if (size < min || size > max) {
      String expected = min == max ? Integer.toString(min) : min + " to " + max;
      throw new InvalidFieldException(field, size, expected + " " + unit);
    }
  }

  /**
   * Reads an instant of the years 1 to 9999.
   *
   * @param field its name
   * @param millis since 1970-01-01T00:00:00Z
   * @return the instant
   * @throws InvalidFieldException if it is outside
   */
  public static Instant instant(String field, long millis) {
    return Instant.ofEpochMilli(range(field, millis, Instants.MIN_MS, Instants.MAX_MS));
  }

  /**
   * Reads a device id.
   *
   * @param field its name
   * @param text its text
   * @return the id
   * @throws InvalidFieldException if the text is none
   */
  public static DeviceId device(String field, String text) {
    try {
      return DeviceId.parse(text);
    } catch (EncodingException e) {
      throw new InvalidFieldException(field, text, "a device id, dev-…");
    }
  }

  /**
   * Reads an H3 cell.
   *
   * @param field its name
   * @param index the cell's 64-bit index
   * @return the cell
   * @throws InvalidFieldException if there is no such cell
   */
  public static H3Cell cell(String field, long index) {
    try {
      return new H3Cell(index);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(field, Long.toHexString(index), "an H3 cell");
    }
  }

  /**
   * Reads an H3 cell.
   *
   * @param field its name
   * @param text its hexadecimal text
   * @return the cell
   * @throws InvalidFieldException if there is no such cell
   */
  public static H3Cell cell(String field, String text) {
    try {
      return H3Cell.parse(text);
    } catch (EncodingException e) {
      throw new InvalidFieldException(field, text, "an H3 cell");
    }
  }

  /**
   * Reads a point.
   *
   * @param field its name
   * @param latitudeE7 degrees times 10<sup>7</sup>
   * @param longitudeE7 degrees times 10<sup>7</sup>
   * @return the point
   * @throws InvalidFieldException if there is no such point
   */
  public static GeoPoint point(String field, int latitudeE7, int longitudeE7) {
    try {
      return new GeoPoint(latitudeE7, longitudeE7);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          field, latitudeE7 + ", " + longitudeE7, "a latitude and a longitude in 1e-7 degrees");
    }
  }
}
