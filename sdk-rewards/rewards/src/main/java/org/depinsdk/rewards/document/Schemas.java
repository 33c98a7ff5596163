package org.depinsdk.rewards.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonNull;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonValue;

/** The schemas of one document that have a name, so that others refer to them and a schema can hold itself. */
public final class Schemas {
  private final Map<String, JsonValue> named = new LinkedHashMap<>();

  Schemas() {}

  /** A reference to a schema, which is made if it is not there. */
  JsonObject reference(String name, Supplier<JsonValue> schema) {
    if (!named.containsKey(name)) {
      named.put(name, new JsonNull(JsonLocation.NONE));
      named.put(name, schema.get());
    }
    return JsonObject.builder().put("$ref", "#/$defs/" + name).build();
  }

  /**
   * The JSON Schema (draft 2020-12) of a document.
   *
   * @param format the format that documents name, for example {@code depin-reward-policy/1}
   * @param form the form of the document, an object
   * @return a JSON document on one line
   */
  public static String document(String format, Form<?> form) {
    Schemas schemas = new Schemas();
    JsonObject.Builder json = JsonObject.builder()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("$id", "urn:" + format.replace('/', ':'));
    if (form.schema(schemas) instanceof JsonObject object) {
      object.members().forEach(json::put);
    }
    json.put("$defs", new JsonObject(schemas.named, JsonLocation.NONE));
    return Json.line(json.build());
  }
}
