package org.depinsdk.core.json;

/**
 * True or false.
 *
 * @param value which
 * @param location where it was read
 */
public record JsonBoolean(boolean value, JsonLocation location) implements JsonValue {
  /**
   * A boolean that was not read.
   *
   * @param value which
   */
  public JsonBoolean(boolean value) {
    this(value, JsonLocation.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonBoolean b && value == b.value;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(value);
  }
}
