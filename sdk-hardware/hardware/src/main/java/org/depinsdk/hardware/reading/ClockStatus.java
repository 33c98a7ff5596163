package org.depinsdk.hardware.reading;

/** How far a device's clock can be trusted; the four states of OCMF 1.4 (field {@code TM}). */
public enum ClockStatus {
  /** Nothing is known about the clock (OCMF {@code U}). */
  UNKNOWN,
  /** The clock runs but nothing guarantees it (OCMF {@code I}). */
  INFORMATIVE,
  /** The clock is synchronised with a trusted source (OCMF {@code S}). */
  SYNCHRONISED,
  /** Only differences between two times of this clock mean anything (OCMF {@code R}). */
  RELATIVE
}
