package org.depinsdk.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Reads one document. Jackson splits it into tokens; every limit and every check beyond RFC 8259's grammar is here, and no
 * message of Jackson's is passed on, since they change with its version.
 */
final class JsonReader {
  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(NO_LIMIT)
          .maxNumberLength(NO_LIMIT)
          .maxStringLength(NO_LIMIT)
          .maxNameLength(NO_LIMIT)
          .build())
      .build();

  private final JsonParser parser;
  private final JsonLimits limits;
  private int values;

  private JsonReader(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  static JsonValue parse(String text, JsonLimits limits) throws EncodingException {
    if (text.length() > limits.length()) {
      throw new EncodingException(
          "JSON of " + text.length() + " characters, expected at most " + limits.length());
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonReader reader = new JsonReader(parser, limits);
      if (parser.nextToken() == null) {
        throw reader.error("the document is empty, expected a JSON value");
      }
      JsonValue value = reader.value(JsonLocation.root(reader.line(), reader.column()), 0);
      if (parser.nextToken() != null) {
        throw reader.error("there is content after the JSON value, expected the end");
      }
      return value;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
      throw new EncodingException("not JSON (RFC 8259)", line, column);
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail to be read", e);
    }
  }

  /** The value at the current token. */
  private JsonValue value(JsonLocation location, int depth) throws IOException, EncodingException {
    if (++values > limits.values()) {
      throw location.error("is one value more than the " + limits.values() + " allowed");
    }
    JsonToken token = parser.currentToken();
    if (token.isStructStart() && depth == limits.depth()) {
      throw location.error("is nested deeper than the " + limits.depth() + " levels allowed");
    }
    return switch (token) {
      case START_OBJECT -> object(location, depth + 1);
      case START_ARRAY -> array(location, depth + 1);
      case VALUE_STRING ->
        new JsonString(checked(parser.getText(), limits.stringLength(), "string"), location);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
        new JsonNumber(checked(parser.getText(), limits.numberLength(), "number"), location);
      case VALUE_TRUE, VALUE_FALSE -> new JsonBoolean(token == JsonToken.VALUE_TRUE, location);
      case VALUE_NULL -> new JsonNull(location);
      default -> throw error("not JSON (RFC 8259)");
    };
  }

  private JsonObject object(JsonLocation location, int depth)
      throws IOException, EncodingException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      checked(name, limits.nameLength(), "name");
      if (members.containsKey(name)) {
        throw location.member(name, line(), column()).error("occurs twice in its object");
      }
      parser.nextToken();
      members.put(name, value(location.member(name, line(), column()), depth));
    }
    return new JsonObject(members, location);
  }

  private JsonArray array(JsonLocation location, int depth) throws IOException, EncodingException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(location.item(items.size(), line(), column()), depth));
    }
    return new JsonArray(items, location);
  }

  private String checked(String text, int max, String what) throws EncodingException {
    if (text.length() > max) {
      throw error("a " + what + " of " + text.length() + " characters, expected at most " + max);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      if (Character.isSurrogate(c) && !pair) {
        throw error("a " + what + " with a lone surrogate, expected Unicode");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private int column() {
    return parser.currentTokenLocation().getColumnNr();
  }

  private EncodingException error(String message) {
    return new EncodingException(message, Math.max(1, line()), Math.max(1, column()));
  }
}
