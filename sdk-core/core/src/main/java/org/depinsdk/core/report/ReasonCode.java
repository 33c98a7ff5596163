package org.depinsdk.core.report;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A stable, dotted code for one stated reason, for example {@code report.replayed}. Codes are part of the public
 * interface: they never change their meaning.
 *
 * @param text two or more parts of {@code a-z 0-9 -} joined by dots
 */
public record ReasonCode(String text) implements Comparable<ReasonCode> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");

  /** Checks the form. */
  public ReasonCode {
    if (text.length() > 80 || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a reason code is dotted lower-case words such as report.replayed, not "
              + EncodingException.shown(text));
    }
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
