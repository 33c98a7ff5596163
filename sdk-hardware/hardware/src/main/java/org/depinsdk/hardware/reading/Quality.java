package org.depinsdk.hardware.reading;

import java.util.Optional;
import org.depinsdk.core.report.ReasonCode;

/**
 * How good a value is, and why it is not better.
 *
 * @param grade the grade
 * @param reason present if and only if the grade is not {@link Grade#GOOD}
 * @param detail facts for people, may be empty
 */
public record Quality(Grade grade, Optional<ReasonCode> reason, String detail) {
  /** The value can be used. */
  public static final Quality GOOD = new Quality(Grade.GOOD, Optional.empty(), "");

  /** Checks that a reason is there if one is due. */
  public Quality {
    if ((grade == Grade.GOOD) != reason.isEmpty()) {
      throw new IllegalArgumentException(
          "a reason is due exactly where the grade is not GOOD: " + grade + ", " + reason);
    }
  }

  /**
   * A doubtful value.
   *
   * @param reason why
   * @param detail facts for people
   * @return the quality
   */
  public static Quality uncertain(ReasonCode reason, String detail) {
    return new Quality(Grade.UNCERTAIN, Optional.of(reason), detail);
  }

  /**
   * No usable value.
   *
   * @param reason why
   * @param detail facts for people
   * @return the quality
   */
  public static Quality bad(ReasonCode reason, String detail) {
    return new Quality(Grade.BAD, Optional.of(reason), detail);
  }
}
