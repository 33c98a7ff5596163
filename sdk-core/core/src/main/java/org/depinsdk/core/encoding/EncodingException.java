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
   * Shortens an untrusted value for a message.
   *
   * @param value any string
   * @return at most 80 {@linkplain #printable printable} characters in quotes
   */
  public static String shown(String value) {
    return value.length() > SHOWN
        ? '"' + printable(value.substring(0, SHOWN)) + "…\""
        : '"' + printable(value) + '"';
  }

  /**
   * An untrusted string as it can be printed: what would steer a terminal becomes a question mark.
   *
   * @param value any string
   * @return on one line, as many code points
   */
  public static String printable(String value) {
    StringBuilder out = new StringBuilder(value.length());
    value.codePoints().forEach(c -> out.appendCodePoint(isPrintable(c) ? c : '?'));
    return out.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
