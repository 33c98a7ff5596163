package org.depinsdk.core.json;

/**
 * Null.
 *
 * @param location where it was read
 */
public record JsonNull(JsonLocation location) implements JsonValue {
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNull;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
