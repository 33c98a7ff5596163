package org.depinsdk.core.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON document of known answers; what is not there fails the test that asks for it. */
record Json(Object value) {
  static Json of(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static Json read(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Json> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, read(parser));
      }
      return new Json(object);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Json> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(read(parser));
      }
      return new Json(array);
    }
    return new Json(parser.getText());
  }

  Json at(String name) {
    Object member = value instanceof Map<?, ?> object ? object.get(name) : null;
    if (member instanceof Json json) {
      return json;
    }
    throw new AssertionError("no member " + name);
  }

  List<Json> items() {
    return ((List<?>) value).stream().map(Json.class::cast).toList();
  }

  String text() {
    return (String) value;
  }

  byte[] hex() {
    return HexFormat.of().parseHex(text());
  }
}
