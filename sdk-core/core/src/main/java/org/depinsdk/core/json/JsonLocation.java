package org.depinsdk.core.json;

import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/** The place of a value: its path in the document, and the line and column at which it begins. */
public final class JsonLocation {
  /** Of a value that was not read. */
  public static final JsonLocation NONE = new JsonLocation(null, "", 0, 0);

  private final @Nullable JsonLocation parent;
  private final String step;
  private final int line;
  private final int column;

  private JsonLocation(@Nullable JsonLocation parent, String step, int line, int column) {
    this.parent = parent;
    this.step = step;
    this.line = line;
    this.column = column;
  }

  /**
   * The place of a whole document.
   *
   * @param line from 1
   * @param column from 1
   * @return the place; its path is empty
   */
  public static JsonLocation root(int line, int column) {
    return new JsonLocation(null, "", line, column);
  }

  /**
   * The place of a member of the object at this place.
   *
   * @param name the member's name
   * @param line of its value
   * @param column of its value
   * @return the place
   */
  public JsonLocation member(String name, int line, int column) {
    return new JsonLocation(this, name, line, column);
  }

  /**
   * The place of an item of the array at this place.
   *
   * @param index from 0
   * @param line of the item
   * @param column of the item
   * @return the place
   */
  public JsonLocation item(int index, int line, int column) {
    return new JsonLocation(this, "[" + index + "]", line, column);
  }

  /**
   * The line.
   *
   * @return from 1; 0 if the value was not read
   */
  public int line() {
    return line;
  }

  /**
   * The column.
   *
   * @return from 1, in UTF-16 code units; 0 if the value was not read
   */
  public int column() {
    return column;
  }

  /**
   * The path.
   *
   * @return for example {@code pools[2].share}; empty for the document
   */
  public String path() {
    if (parent == null) {
      return step;
    }
    String before = parent.path();
    return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
  }

  /**
   * An error at this place.
   *
   * @param reason what is wrong, a clause that goes on from the path, for example {@code is 7, expected a string}
   * @return an exception that names the path, the reason, line and column
   */
  public EncodingException error(String reason) {
    String path = path();
    String message = (path.isEmpty() ? "the document" : path) + " " + reason;
    return line == 0
        ? new EncodingException(message)
        : new EncodingException(message, line, column);
  }

  @Override
  public String toString() {
    return path() + " (line " + line + ", column " + column + ")";
  }
}
