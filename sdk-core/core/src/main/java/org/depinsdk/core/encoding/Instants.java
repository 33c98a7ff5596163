package org.depinsdk.core.encoding;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * The instants that are read from outside: those of the years 1 to 9999, which RFC 3339 can write. Beyond them arithmetic that is right
 * for any real time overflows.
 */
public final class Instants {
  /** The first, in milliseconds since 1970. */
  public static final long MIN_MS = -62135596800000L;

  /** The last, in milliseconds since 1970. */
  public static final long MAX_MS = 253402300799999L;

  private static final Instant MIN = Instant.ofEpochMilli(MIN_MS);
  private static final Instant END = Instant.ofEpochMilli(MAX_MS + 1);

  private Instants() {}

  /**
   * Looks at an instant.
   *
   * @param instant any instant
   * @return whether it is in the years 1 to 9999
   */
  public static boolean isWritable(Instant instant) {
    return !instant.isBefore(MIN) && instant.isBefore(END);
  }

  /**
   * Reads an instant.
   *
   * @param text in the form of ISO 8601 with a Z, for example {@code 2026-01-01T00:00:00Z}
   * @return the instant
   * @throws DateTimeParseException if it has another form or lies outside the years 1 to 9999
   */
  public static Instant parse(String text) {
    Instant instant = Instant.parse(text);
    if (!isWritable(instant)) {
      throw new DateTimeParseException("outside the years 1 to 9999", text, 0);
    }
    return instant;
  }
}
