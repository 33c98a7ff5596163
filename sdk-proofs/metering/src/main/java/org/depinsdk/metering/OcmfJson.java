package org.depinsdk.metering;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * The small JSON of OCMF's sections, with strict bounds. Numbers keep their text: what a meter signed as {@code 62.50}
 * is never passed through floating point. A name that appears twice is refused, since readers differ in which one counts.
 */
final class OcmfJson {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(5)
          .maxStringLength(4096)
          .maxNumberLength(40)
          .maxNameLength(64)
          .maxTokenCount(4096)
          .build())
      .build();

  private final String where;
  private final Map<String, Object> fields;

  private OcmfJson(String where, Map<String, Object> fields) {
    this.where = where;
    this.fields = fields;
  }

  static OcmfJson parse(String section, String text) throws MalformedEvidenceException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notJson(section);
      }
      Map<String, Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw notJson(section);
      }
      return new OcmfJson(section, fields);
    } catch (IOException e) {
      throw notJson(section);
    }
  }

  private static MalformedEvidenceException notJson(String section) {
    return MalformedEvidenceException.unreadable("JSON object in section " + section);
  }

  /** A text, a number or a truth value as text; empty where it is absent or null. */
  Optional<String> text(String name, int maxLength) throws MalformedEvidenceException {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw MalformedEvidenceException.field(where(name), "a list or an object", "a string");
    }
    if (text.length() > maxLength) {
      throw MalformedEvidenceException.field(
          where(name), text, "at most " + maxLength + " characters");
    }
    return Optional.of(text);
  }

  List<OcmfJson> objects(String name, int max) throws MalformedEvidenceException {
    if (!(fields.get(name) instanceof List<?> list) || list.isEmpty() || list.size() > max) {
      throw MalformedEvidenceException.field(
          where(name), "something else", "a list of 1 to " + max + " objects");
    }
    List<OcmfJson> objects = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        throw MalformedEvidenceException.field(where(name), element, "objects");
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put((String) key, value));
      objects.add(new OcmfJson(where + "." + name + "[" + objects.size() + "]", copy));
    }
    return objects;
  }

  String where(String name) {
    return where + "." + name;
  }

  private static Map<String, Object> object(JsonParser parser)
      throws IOException, MalformedEvidenceException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (value != NULL) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static final Object NULL = new Object();

  private static Object value(JsonParser parser) throws IOException, MalformedEvidenceException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    if (token == JsonToken.VALUE_NULL) {
      return NULL;
    }
    if (token != null && token.isScalarValue()) {
      return parser.getText();
    }
    throw notJson("that ends too early");
  }
}
