package org.depinsdk.core.encoding;

import org.jspecify.annotations.Nullable;

/** A text or byte encoding that breaks its rules. The message names the value and what was expected. */
public final class EncodingException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  /**
   * An encoding error.
   *
   * @param message what was wrong, with the offending value
   */
  public EncodingException(@Nullable String message) {
    super(message);
  }

  /**
   * Shortens a value from outside for a message, and makes control characters visible.
   *
   * @param value any text
   * @return at most 80 printable characters in quotes
   */
  public static String shown(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length() && i < SHOWN; i++) {
      char c = value.charAt(i);
      out.append(c < ' ' || c == 0x7f ? '\ufffd' : c);
    }
    return out.append(value.length() > SHOWN ? "…\"" : "\"").toString();
  }
}
