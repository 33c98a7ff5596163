package org.depinsdk.core.registry;

import org.depinsdk.core.encoding.EncodingException;

/**
 * Where a device was made, as its manufacturer recorded it.
 *
 * @param manufacturer for example {@code acme}
 * @param serial the manufacturer's number of this device
 * @param batch the manufacturer's number of the batch that it belongs to
 */
public record DeviceOrigin(String manufacturer, String serial, String batch) {
  /** Longest name or number. */
  public static final int MAX_TEXT = 64;

  /** Checks the lengths. */
  public DeviceOrigin {
    check("manufacturer", manufacturer);
    check("serial", serial);
    check("batch", batch);
  }

  /**
   * Checks one of the texts.
   *
   * @param field its name, for the error
   * @param value 1 to {@value #MAX_TEXT} characters that are visible, so that no two origins look alike in a signed text
   */
  public static void check(String field, String value) {
    if (value.isBlank() || value.length() > MAX_TEXT || !isVisible(value)) {
      throw new IllegalArgumentException(field + " has 1 to " + MAX_TEXT
          + " characters and no control characters, not " + EncodingException.shown(value));
    }
  }

  /**
   * Whether a string can be part of a line that somebody signs: nothing in it breaks the line or is invisible.
   *
   * @param text any text
   * @return false if it holds a control, format or separator character or half a character
   */
  public static boolean isVisible(String text) {
    return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    });
  }
}
