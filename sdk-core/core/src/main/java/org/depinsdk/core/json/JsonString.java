package org.depinsdk.core.json;

/**
 * A string.
 *
 * @param value valid Unicode if it was read
 * @param location where it was read
 */
public record JsonString(String value, JsonLocation location) implements JsonValue {
  /**
   * A string that was not read.
   *
   * @param value any text
   */
  public JsonString(String value) {
    this(value, JsonLocation.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonString s && value.equals(s.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
