package org.depinsdk.epoch.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;

/**
 * JSON documents of a bundle. They are written in one form (fields in the order in which they were put, two blanks of
 * indent, line feeds), so that a document equals another exactly when its bytes do.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter PRETTY = MAPPER.writer(
      new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

  private Json() {}

  /** A new object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A document over several lines, with a line feed at its end. */
  public static byte[] document(JsonNode node) {
    try {
      return (PRETTY.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory is always writable", e);
    }
  }

  /** A document on one line, without a line feed. */
  public static String line(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory is always writable", e);
    }
  }

  /** Reads one JSON object; duplicate fields and trailing text are errors. */
  public static ObjectNode parse(byte[] bytes) throws EncodingException {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new EncodingException("not JSON: " + e.getOriginalMessage()
          + (e.getLocation() == null
              ? ""
              : " (line " + e.getLocation().getLineNr() + ", column "
                  + e.getLocation().getColumnNr() + ")"));
    } catch (IOException e) {
      throw new EncodingException("not JSON: " + e.getMessage());
    }
    throw new EncodingException("not a JSON object");
  }

  /** Refuses fields that nobody reads. */
  public static void onlyFields(ObjectNode object, String... names) throws EncodingException {
    Set<String> known = new TreeSet<>(List.of(names));
    for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!known.contains(field)) {
        throw new EncodingException(
            "unknown field " + EncodingException.shown(field) + ", expected one of " + known);
      }
    }
  }

  /** A text field. */
  public static String text(ObjectNode object, String field) throws EncodingException {
    JsonNode node = object.get(field);
    if (node == null || !node.isTextual()) {
      throw new EncodingException("field " + field + " must be a text, not " + node);
    }
    return node.textValue();
  }

  /** A whole number field, 0 or more. */
  public static long number(ObjectNode object, String field) throws EncodingException {
    JsonNode node = object.get(field);
    if (node == null
        || !node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 0) {
      throw new EncodingException(
          "field " + field + " must be a whole number, 0 or more, not " + node);
    }
    return node.longValue();
  }

  /** An instant field in ISO 8601 form, UTC. */
  public static Instant instant(ObjectNode object, String field) throws EncodingException {
    String text = text(object, field);
    try {
      Instant instant = Instant.parse(text);
      if (instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // falls through to the one message
    }
    throw new EncodingException("field " + field
        + " must be an instant such as 2026-01-01T00:00:00Z, not " + EncodingException.shown(text));
  }

  /** A duration field in ISO 8601 form. */
  public static Duration duration(ObjectNode object, String field) throws EncodingException {
    String text = text(object, field);
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new EncodingException("field " + field + " must be a duration such as PT1H, not "
          + EncodingException.shown(text));
    }
  }

  /** An object field. */
  public static ObjectNode child(ObjectNode object, String field) throws EncodingException {
    if (object.get(field) instanceof ObjectNode child) {
      return child;
    }
    throw new EncodingException("field " + field + " must be an object, not " + object.get(field));
  }

  /** All fields of an object that holds texts alone. */
  public static SortedMap<String, String> textMap(ObjectNode object) throws EncodingException {
    SortedMap<String, String> values = new TreeMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      values.put(name, text(object, name));
    }
    return values;
  }

  /** An array of texts. */
  public static List<String> texts(ObjectNode object, String field) throws EncodingException {
    JsonNode node = object.get(field);
    if (node == null || !node.isArray()) {
      throw new EncodingException("field " + field + " must be an array of texts, not " + node);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isTextual()) {
        throw new EncodingException("field " + field + " must be an array of texts, not " + node);
      }
      texts.add(item.textValue());
    }
    return texts;
  }
}
