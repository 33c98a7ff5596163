package org.depinsdk.hardware.reading;

/** How the values of a channel behave over time. */
public enum ChannelKind {
  /** Only grows, until it wraps or the device restarts. */
  COUNTER,
  /** Goes up and down. */
  GAUGE,
  /** One of a few words. */
  STATE
}
