package org.depinsdk.hardware.reading;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The unit of a value.
 *
 * @param code case-sensitive code of the Unified Code for Units of Measure (UCUM 2.1), 1 to 32 printable ASCII characters
 */
public record Unit(String code) {
  // first, because the constants below are checked by it
  private static final Pattern FORM = Pattern.compile("[!-~]{1,32}");

  /** A pure number: a count, a state, a ratio. */
  public static final Unit ONE = new Unit("1");

  /** Byte. */
  public static final Unit BYTE = new Unit("By");

  /** Megabit per second. */
  public static final Unit MEGABIT_PER_SECOND = new Unit("Mbit/s");

  /** Second. */
  public static final Unit SECOND = new Unit("s");

  /** Percent. */
  public static final Unit PERCENT = new Unit("%");

  /** Watt. */
  public static final Unit WATT = new Unit("W");

  /** Watt-hour. */
  public static final Unit WATT_HOUR = new Unit("W.h");

  /** Kilowatt-hour. */
  public static final Unit KILOWATT_HOUR = new Unit("kW.h");

  /** Volt. */
  public static final Unit VOLT = new Unit("V");

  /** Ampere. */
  public static final Unit AMPERE = new Unit("A");

  /** Degree Celsius. */
  public static final Unit CELSIUS = new Unit("Cel");

  /** Decibel relative to one milliwatt. */
  public static final Unit DBM = new Unit("dB[mW]");

  /** Checks the form. */
  public Unit {
    if (!FORM.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "a unit is a UCUM code such as kW.h, not " + EncodingException.shown(code));
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
