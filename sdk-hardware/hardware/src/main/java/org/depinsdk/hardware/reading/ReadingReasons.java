package org.depinsdk.hardware.reading;

import org.depinsdk.core.report.ReasonCode;

/** Why a value is doubtful or missing. Drivers add their own codes under their own first word. */
public final class ReadingReasons {
  /** The device has no such channel. */
  public static final ReasonCode UNKNOWN_CHANNEL = new ReasonCode("reading.unknown-channel");

  /** The device is not there: unplugged, powered off, removed. */
  public static final ReasonCode DEVICE_GONE = new ReasonCode("reading.device-gone");

  /** The device did not answer in time. */
  public static final ReasonCode NO_ANSWER = new ReasonCode("reading.no-answer");

  /** The device is there but its link carries nothing. */
  public static final ReasonCode LINK_DOWN = new ReasonCode("reading.link-down");

  /** The device does not offer this value in its present state. */
  public static final ReasonCode NOT_AVAILABLE = new ReasonCode("reading.not-available");

  /** What the device answered does not parse or breaks a limit. */
  public static final ReasonCode MALFORMED = new ReasonCode("reading.malformed");

  /** The operating system does not let this process read it. */
  public static final ReasonCode NO_PERMISSION = new ReasonCode("reading.no-permission");

  /** A counter passed the end of its range and went on from zero. */
  public static final ReasonCode COUNTER_WRAPPED = new ReasonCode("reading.counter-wrapped");

  /** A counter is lower than before and did not wrap: the device restarted or was exchanged. */
  public static final ReasonCode COUNTER_RESET = new ReasonCode("reading.counter-reset");

  /** The device's clock went back. */
  public static final ReasonCode CLOCK_JUMPED = new ReasonCode("reading.clock-jumped");

  private ReadingReasons() {}
}
