package org.depinsdk.core.json;

import org.depinsdk.core.encoding.EncodingException;

/**
 * A JSON value (RFC 8259) that obeys I-JSON (RFC 7493). Immutable. Values are equal if they mean the same document, whatever
 * their location.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {
  /**
   * The value's place in the document that it was read from.
   *
   * @return {@link JsonLocation#NONE} if it was not read
   */
  JsonLocation location();

  /**
   * The error that this value is not what it should be.
   *
   * @param expected for example {@code a whole number, 0 or more}
   * @return an exception that names the value's path, the value, what was expected, line and column
   */
  default EncodingException unexpected(String expected) {
    return location().error("is " + shown() + ", expected " + expected);
  }

  private String shown() {
    if (this instanceof JsonString string) {
      return EncodingException.shown(string.value());
    }
    return this instanceof JsonObject
        ? "an object"
        : this instanceof JsonArray ? "an array" : Json.line(this);
  }
}
