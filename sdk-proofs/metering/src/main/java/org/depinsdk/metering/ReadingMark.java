package org.depinsdk.metering;

import java.util.Optional;

/** Where in a charging session a reading was taken (OCMF 1.4, field TX). */
public enum ReadingMark {
  /** Begin of the session. */
  BEGIN("B"),
  /** While charging. */
  CHARGING("C"),
  /** An exception happened; charging goes on. */
  EXCEPTION("X"),
  /** End of the session. */
  END("E"),
  /** Ended locally. */
  END_LOCAL("L"),
  /** Ended remotely. */
  END_REMOTE("R"),
  /** Aborted by an error. */
  END_ABORT("A"),
  /** Ended by a power failure. */
  END_POWER_FAILURE("P"),
  /** Suspended. */
  SUSPENDED("S"),
  /** The tariff changed. */
  TARIFF("T"),
  /** The record says nothing. */
  NONE("");

  private final String letter;

  ReadingMark(String letter) {
    this.letter = letter;
  }

  /**
   * OCMF's letter.
   *
   * @return one letter, or empty for {@link #NONE}
   */
  public String letter() {
    return letter;
  }

  /**
   * Whether a session ends here.
   *
   * @return true for E, L, R, A and P
   */
  public boolean isEnd() {
    return this == END
        || this == END_LOCAL
        || this == END_REMOTE
        || this == END_ABORT
        || this == END_POWER_FAILURE;
  }

  static Optional<ReadingMark> of(String letter) {
    for (ReadingMark mark : values()) {
      if (mark.letter.equals(letter)) {
        return Optional.of(mark);
      }
    }
    return Optional.empty();
  }
}
