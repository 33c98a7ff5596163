package org.depinsdk.core.encoding;

import org.jspecify.annotations.Nullable;

/** A text or byte encoding that breaks its rules. The message names the value and what was expected. */
public final class EncodingException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final int line;
  private final int column;

  /**
   * An encoding error.
   *
   * @param message what was wrong, with the offending value
   */
  public EncodingException(@Nullable String message) {
    super(message);
    this.line = 0;
    this.column = 0;
  }

  /**
   * An encoding error at a known line and column of a document.
   *
   * @param message what was wrong, with the offending value; line and column are added to it
   * @param line from 1
   * @param column from 1
   */
  public EncodingException(String message, int line, int column) {
    super(message + " (line " + line + ", column " + column + ")");
    this.line = line;
    this.column = column;
  }

  /**
   * The line of the document.
   *
   * @return from 1; 0 if it is not known
   */
  public int line() {
    return line;
  }

  /**
   * The column of the line.
   *
   * @return from 1, counted in UTF-16 code units; 0 if it is not known
   */
  public int column() {
    return column;
  }

  /**
   * Shortens an untrusted value for a message, and makes control characters visible.
   *
   * @param value any text
   * @return at most 80 printable characters in quotes
   */
  public static String shown(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length() && i < SHOWN; i++) {
      char c = value.charAt(i);
      out.append(Character.isISOControl(c) ? '\ufffd' : c);
    }
    return out.append(value.length() > SHOWN ? "…\"" : "\"").toString();
  }
}
