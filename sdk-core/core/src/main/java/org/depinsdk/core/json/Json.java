package org.depinsdk.core.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.EncodingException;

/** Reads and writes JSON documents. The package's description has an example. */
public final class Json {
  private Json() {}

  /**
   * Reads a document.
   *
   * @param text the whole document
   * @param limits what it may have at most
   * @return its value
   * @throws EncodingException if the text is not one JSON value within the limits
   */
  public static JsonValue parse(String text, JsonLimits limits) throws EncodingException {
    return JsonReader.parse(text, limits);
  }

  /**
   * Reads a document.
   *
   * @param bytes the whole document in UTF-8, without a byte order mark
   * @param limits what it may have at most
   * @return its value
   * @throws EncodingException if the bytes are not UTF-8 or not one JSON value within the limits
   */
  public static JsonValue parse(byte[] bytes, JsonLimits limits) throws EncodingException {
    if (bytes.length > limits.length()) {
      throw new EncodingException(
          "JSON of " + bytes.length + " bytes, expected at most " + limits.length());
    }
    try {
      return JsonReader.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), limits);
    } catch (CharacterCodingException e) {
      throw new EncodingException("JSON of " + bytes.length + " bytes that are not UTF-8");
    }
  }

  /**
   * Reads a document that is an object.
   *
   * @param text the whole document
   * @param limits what it may have at most
   * @return the object
   * @throws EncodingException if the text is not one JSON object within the limits
   */
  public static JsonObject parseObject(String text, JsonLimits limits) throws EncodingException {
    return object(parse(text, limits));
  }

  /**
   * Reads a document that is an object.
   *
   * @param bytes the whole document in UTF-8, without a byte order mark
   * @param limits what it may have at most
   * @return the object
   * @throws EncodingException if the bytes are not UTF-8 or not one JSON object within the limits
   */
  public static JsonObject parseObject(byte[] bytes, JsonLimits limits) throws EncodingException {
    return object(parse(bytes, limits));
  }

  private static JsonObject object(JsonValue value) throws EncodingException {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw value.unexpected("an object");
  }

  /**
   * Writes a document over several lines, as {@code JSON.stringify(value, null, 2)} of ECMAScript does: members in order, two
   * blanks for each level, line feeds. Numbers are written as they were read.
   *
   * @param value any value
   * @return UTF-8 with a line feed at the end; a lone surrogate in a string that was not read becomes a question mark
   */
  public static byte[] document(JsonValue value) {
    return (JsonWriter.write(value, true) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes a document on one line without blanks, members in order.
   *
   * @param value any value
   * @return the line, without a line feed
   */
  public static String line(JsonValue value) {
    return JsonWriter.write(value, false);
  }
}
