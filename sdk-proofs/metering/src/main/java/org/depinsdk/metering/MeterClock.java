package org.depinsdk.metering;

import java.util.Optional;

/** How far a meter's time can be trusted (OCMF 1.4, field TM). */
public enum MeterClock {
  /** Unknown or unsynchronised. */
  UNKNOWN('U'),
  /** Informative: right, but not checked against legal time. */
  INFORMATIVE('I'),
  /** Synchronised with a legal time source. */
  SYNCHRONISED('S'),
  /** Relative: durations are right, the date may not be. */
  RELATIVE('R');

  private final char letter;

  MeterClock(char letter) {
    this.letter = letter;
  }

  /**
   * OCMF's letter.
   *
   * @return U, I, S or R
   */
  public char letter() {
    return letter;
  }

  static Optional<MeterClock> of(char letter) {
    for (MeterClock status : values()) {
      if (status.letter == letter) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
