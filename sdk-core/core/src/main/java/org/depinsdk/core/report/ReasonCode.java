package org.depinsdk.core.report;

import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A stable, dotted code for one stated reason, for example {@code report.replayed}. Codes are part of the public
 * interface: they never change their meaning.
 *
 * @param text two or more parts of {@code a-z 0-9 -} joined by dots
 */
public record ReasonCode(String text) implements Comparable<ReasonCode> {
  private static final AsciiSet LETTERS = AsciiSet.of("a-z");
  private static final AsciiSet FIRST = AsciiSet.of("a-z0-9");
  private static final AsciiSet NEXT = AsciiSet.of("a-z0-9-");
  private static final int MAX_LENGTH = 80;

  /** Checks the form. */
  public ReasonCode {
    if (!isCode(text)) {
      throw new IllegalArgumentException(
          "a reason code is dotted lower-case words such as report.replayed, not "
              + EncodingException.shown(text));
    }
  }

  private static boolean isCode(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !LETTERS.has(text.charAt(0))) {
      return false;
    }
    int parts = 1;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean begins = text.charAt(i - 1) == '.';
      if (c == '.' && !begins) {
        parts++;
      } else if (!(begins ? FIRST : NEXT).has(c)) {
        return false;
      }
    }
    return parts > 1 && !text.endsWith(".");
  }

  @Override
  public int compareTo(ReasonCode other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
