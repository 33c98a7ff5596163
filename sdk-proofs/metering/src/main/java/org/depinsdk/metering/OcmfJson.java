package org.depinsdk.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonNull;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * The JSON of OCMF's sections. The standard's own rules: a null is the same as no field, and meters write one field as a
 * number, as a string or as a truth value, so that all are read as strings; a number keeps its digits.
 */
record OcmfJson(String where, JsonObject json) {
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT
      .withDepth(5)
      .withValues(4096)
      .withStringLength(4096)
      .withNameLength(64)
      .withNumberLength(40);

  static OcmfJson parse(String section, String text) throws MalformedEvidenceException {
    try {
      return new OcmfJson(section, Json.parseObject(text, LIMITS));
    } catch (EncodingException e) {
      throw MalformedEvidenceException.unreadable("JSON object in section " + section);
    }
  }

  /** A string, a number or a truth value as a string; empty if it is absent or null. */
  Optional<String> text(String name, int maxLength) throws MalformedEvidenceException {
    JsonValue value = json.get(name);
    if (value == null || value instanceof JsonNull) {
      return Optional.empty();
    }
    String text;
    if (value instanceof JsonString string) {
      text = string.value();
    } else if (value instanceof JsonNumber || value instanceof JsonBoolean) {
      text = Json.line(value);
    } else {
      throw MalformedEvidenceException.field(where(name), "a list or an object", "a string");
    }
    if (text.length() > maxLength) {
      throw MalformedEvidenceException.field(
          where(name), text, "at most " + maxLength + " characters");
    }
    return Optional.of(text);
  }

  List<OcmfJson> objects(String name, int max) throws MalformedEvidenceException {
    if (!(json.get(name) instanceof JsonArray array)
        || array.items().isEmpty()
        || array.items().size() > max) {
      throw MalformedEvidenceException.field(
          where(name), "something else", "a list of 1 to " + max + " objects");
    }
    List<OcmfJson> objects = new ArrayList<>();
    for (JsonValue item : array.items()) {
      if (!(item instanceof JsonObject object)) {
        throw MalformedEvidenceException.field(where(name), Json.line(item), "objects");
      }
      objects.add(new OcmfJson(where(name) + "[" + objects.size() + "]", object));
    }
    return objects;
  }

  String where(String name) {
    return where + "." + name;
  }
}
