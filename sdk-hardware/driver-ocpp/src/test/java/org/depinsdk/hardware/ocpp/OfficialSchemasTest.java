package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our schemas against the Open Charge Alliance's, field by field, calls and answers. The differences are one list,
 * {@code schema-differences.tsv}, which docs/ev-charging.md prints: none is missing there, and none has gone.
 */
class OfficialSchemasTest {
  private static final String PAGE = "docs/ev-charging.md";
  private static final String BEGIN = "<!-- schema-differences.tsv -->\n";
  private static final String END = "<!-- end -->";
  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT.withDepth(64).withLength(10_000_000).withValues(1_000_000);

  /** One line of the list. The field is a path or the end of one; a word in brackets stands for all fields of a type. */
  private record Difference(String version, String field, String ours, String standard) {
    boolean isOf(String subprotocol) {
      return version.equals("both") || version.equals(subprotocol);
    }

    boolean covers(Difference found) {
      return isOf(found.version)
          && ours.equals(found.ours)
          && standard.equals(found.standard)
          && (found.field.equals(field) || found.field.endsWith("." + field));
    }
  }

  private final Map<Difference, String> listed = new LinkedHashMap<>();

  OfficialSchemasTest() throws IOException {
    try (var in = OfficialSchemasTest.class.getResourceAsStream("/schema-differences.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().skip(1).forEach(line -> {
        String[] parts = line.split("\t", -1);
        assertThat(parts).as(line).hasSize(5).doesNotContain("");
        listed.put(new Difference(parts[0], parts[1], parts[2], parts[3]), parts[4]);
      });
    }
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void differFromOursAsListed(OcppVersion version) throws Exception {
    Path file = NodeModules.withOcppRpc()
        .resolve("ocpp-rpc/lib/schemas")
        .resolve(version == OcppVersion.V1_6 ? "ocpp1_6.json" : "ocpp2_0_1.json");
    Map<String, JsonObject> official = new TreeMap<>();
    for (JsonObject schema : ((JsonArray) Json.parse(Files.readAllBytes(file), LIMITS)).objects()) {
      official.put(schema.string("$id").substring("urn:".length()), schema);
    }
    Map<String, ObjectSchema> ours =
        new TreeMap<>(version == OcppVersion.V1_6 ? Schemas16.ALL : Schemas201.ALL);
    SortedSet<String> unlisted = new TreeSet<>();
    SortedSet<Difference> seen = new TreeSet<>(Comparator.comparing(Difference::toString));
    int differences = 0;
    for (Map.Entry<String, ObjectSchema> message : ours.entrySet()) {
      assertThat(official).as("a message of the standard").containsKey(message.getKey());
      Comparison comparison =
          new Comparison(version.subprotocol(), official.get(message.getKey()), new ArrayList<>());
      comparison.compare(message.getKey(), comparison.root(), message.getValue());
      differences += comparison.found().size();
      comparison.found().forEach(found -> {
        List<Difference> covering =
            listed.keySet().stream().filter(d -> d.covers(found)).toList();
        if (covering.isEmpty()) {
          unlisted.add(found.toString());
        }
        seen.addAll(covering);
      });
    }
    assertThat(unlisted).as("differences that are not in the list").isEmpty();
    assertThat(seen)
        .as("each line of the list is a difference that there is")
        .containsExactlyInAnyOrderElementsOf(
            listed.keySet().stream().filter(d -> d.isOf(version.subprotocol())).toList());
    System.out.println("schemas: " + ours.size() + " messages of " + version.subprotocol()
        + " compared with the official schemas, " + differences + " fields differ as listed");
  }

  @Test
  void arePrintedInTheDocumentation() throws IOException {
    Path page = Path.of("").toAbsolutePath();
    while (!Files.exists(page.resolve(PAGE))) {
      page = page.getParent();
    }
    page = page.resolve(PAGE);
    StringBuilder table = new StringBuilder(
        "| version | field | ours | the standard | why |\n" + "|---|---|---|---|---|\n");
    listed.forEach((d, why) -> table.append("| " + d.version() + " | `" + d.field() + "` | "
        + d.ours() + " | " + d.standard() + " | " + why + " |\n"));
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END, begin);
    if (Boolean.getBoolean("depin.write-docs")) {
      Files.writeString(page, text.substring(0, begin) + table + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as(PAGE + " is generated: run this test with -Ddepin.write-docs=true")
          .isEqualTo(table.toString());
    }
  }

  /** Of one message. */
  private record Comparison(String version, JsonObject root, List<Difference> found) {
    private void expect(String field, String ours, String standard) {
      if (!ours.equals(standard)) {
        found.add(new Difference(version, field, ours, standard));
      }
    }

    private JsonObject resolved(JsonObject node) throws Exception {
      return node.get("$ref") instanceof JsonString reference
          ? root.object("definitions")
              .object(reference.value().substring("#/definitions/".length()))
          : node;
    }

    void compare(String where, JsonObject standard, JsonSchema ours) throws Exception {
      String type = standard.has("type") ? standard.string("type") : "anything";
      if (ours instanceof ObjectSchema object) {
        expect(where, "object", type);
        boolean closed =
            standard.get("additionalProperties") instanceof JsonBoolean b && !b.value();
        expect(where, object.open() ? "other fields" : "none", closed ? "none" : "other fields");
        fields(where, standard, object);
      } else if (ours instanceof JsonSchema.ArraySchema array) {
        expect(where, "array", type);
        expect(
            where,
            array.min() + " or more elements",
            limit(standard, "minItems", "0") + " or more elements");
        expect(
            array.max() == JsonSchema.MAX_LIST ? "(lists)" : where,
            "at most " + array.max() + " elements",
            "at most " + limit(standard, "maxItems", "any number of") + " elements");
        compare(where + "[]", resolved(standard.object("items")), array.element());
      } else if (ours instanceof JsonSchema.StringSchema string) {
        expect(where, "string", type);
        String most = limit(standard, "maxLength", "any number of");
        expect(
            where,
            "at most " + string.max() + " characters" + (string.orNumber() ? ", or a number" : ""),
            standard.has("enum")
                ? "one of " + standard.strings("enum").size() + " words"
                : "at most " + most + " characters");
      } else if (ours instanceof JsonSchema.EnumSchema words) {
        expect(
            where,
            String.join(" ", new TreeSet<>(words.values())),
            String.join(" ", new TreeSet<>(standard.strings("enum"))));
      } else if (ours instanceof JsonSchema.IntegerSchema integer) {
        expect(where, "integer", type);
        boolean any = integer.min() == Integer.MIN_VALUE && integer.max() == Integer.MAX_VALUE;
        expect(
            any ? "(integers)" : where,
            any
                ? "32 bits"
                : integer.min()
                    + (integer.max() == Integer.MAX_VALUE ? " or more" : " to " + integer.max()),
            standard.has("minimum") ? limit(standard, "minimum", "") + " or more" : "any");
      } else if (ours instanceof JsonSchema.NumberSchema) {
        expect(where, "number", type);
        expect("(numbers)", "15 digits on each side of the point", "any");
      } else if (ours instanceof JsonSchema.BooleanSchema) {
        expect(where, "boolean", type);
      } else if (ours instanceof JsonSchema.DateTimeSchema) {
        expect(where, "date-time", standard.string("format"));
        expect("(times)", "1970 to 9999, at most 40 characters", "any");
      } else {
        expect(where, "anything", type);
      }
    }

    private void fields(String where, JsonObject standard, ObjectSchema ours) throws Exception {
      Map<String, JsonValue> fields =
          standard.has("properties") ? standard.object("properties").members() : Map.of();
      List<String> required = standard.has("required") ? standard.strings("required") : List.of();
      SortedSet<String> names = new TreeSet<>(ours.fields().keySet());
      names.addAll(fields.keySet());
      for (String name : names) {
        JsonSchema.Property field = ours.fields().get(name);
        String at = where + "." + name;
        expect(
            at,
            field == null ? "no field" : "a field",
            fields.containsKey(name) ? "a field" : "no field");
        if (field != null && fields.get(name) instanceof JsonObject other) {
          expect(
              at,
              field.required() ? "required" : "optional",
              required.contains(name) ? "required" : "optional");
          compare(at, resolved(other), field.schema());
        }
      }
    }

    private static String limit(JsonObject standard, String key, String absent) {
      return standard.get(key) instanceof JsonNumber n ? n.literal() : absent;
    }
  }
}
