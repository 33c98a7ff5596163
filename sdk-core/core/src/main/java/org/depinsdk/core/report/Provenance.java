package org.depinsdk.core.report;

/** Where the numbers of a report come from. It is signed with them, so that a simulated device is never paid as a real one. */
public enum Provenance {
  /** Read from hardware by a driver. */
  HARDWARE,
  /** Made by a simulator. */
  SIMULATED,
  /** Played back from a recording. */
  REPLAY
}
