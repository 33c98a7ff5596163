package org.depinsdk.hardware.driver;

/** The states of a connection. */
public enum DriverState {
  /** Nothing was tried yet. */
  NEW,
  /** The first connection is being made. */
  CONNECTING,
  /** It answers. */
  ONLINE,
  /** It answers, but not all of it or not well; the reason says what. */
  DEGRADED,
  /** It does not answer; the driver keeps trying. */
  OFFLINE,
  /** It was closed by its user. The last state. */
  CLOSED
}
