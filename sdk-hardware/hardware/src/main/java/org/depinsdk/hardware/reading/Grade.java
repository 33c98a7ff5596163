package org.depinsdk.hardware.reading;

/** How good a value is, as OPC UA grades its values (OPC 10000-4 §7.38, severity bits of a status code). */
public enum Grade {
  /** The value can be used. */
  GOOD,
  /** The value was read but something about it is doubtful; the reason says what. */
  UNCERTAIN,
  /** There is no usable value; the reason says why. */
  BAD
}
