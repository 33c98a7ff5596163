package org.depinsdk.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;

/** Reads JSON that came from outside: no name twice, no lone surrogate, limits on everything. */
public final class JsonReader {
  /** Longest document, in characters. */
  public static final int MAX_CHARS = 1024 * 1024;

  /** Deepest nesting. */
  public static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(100)
          .maxStringLength(MAX_CHARS)
          .maxNameLength(1000)
          .build())
      .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one value.
   *
   * @param text the whole document
   * @return the value
   * @throws EncodingException where the text is not one JSON value within the limits
   */
  public static Json read(String text) throws EncodingException {
    if (text.length() > MAX_CHARS) {
      throw new EncodingException("JSON of " + text.length() + " characters, at most " + MAX_CHARS);
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonReader reader = new JsonReader(parser);
      Json value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new EncodingException("JSON with something behind the value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new EncodingException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail to be read", e);
    }
  }

  /**
   * Reads one object.
   *
   * @param text the whole document
   * @return the object
   * @throws EncodingException where the text is not one JSON object within the limits
   */
  public static Json.Obj readObject(String text) throws EncodingException {
    if (read(text) instanceof Json.Obj object) {
      return object;
    }
    throw new EncodingException("a JSON object expected, not " + EncodingException.shown(text));
  }

  // recursion is bounded by the parser's own depth limit
  private Json value(@org.jspecify.annotations.Nullable JsonToken token)
      throws IOException, EncodingException {
    if (token == null) {
      throw new EncodingException("JSON without a value");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Text(unicode(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Number(parser.getText());
      case VALUE_TRUE -> Json.Literal.TRUE;
      case VALUE_FALSE -> Json.Literal.FALSE;
      case VALUE_NULL -> Json.Literal.NULL;
      default -> throw new EncodingException("unexpected JSON token " + token);
    };
  }

  private Json object() throws IOException, EncodingException {
    Map<String, Json> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      members.put(unicode(name), value(parser.nextToken()));
    }
    return new Json.Obj(members);
  }

  private Json array() throws IOException, EncodingException {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return new Json.Array(items);
  }

  private static String unicode(String text) throws EncodingException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      if (Character.isSurrogate(c) && !pair) {
        throw new EncodingException(
            "JSON text with a lone surrogate: " + EncodingException.shown(text));
      }
      i += pair ? 1 : 0;
    }
    return text;
  }
}
