package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shapes of all messages: against the official JSON schemas, and that each rule of theirs refuses what breaks it. */
class SchemasTest {
  /** Where ours are looser or tighter than the official schemas on purpose, the message left out. */
  private static final SortedSet<String> ON_PURPOSE = new TreeSet<>(List.of(
      // stations write contexts and measurands of their own
      "sampledValue[].context: any text of 50",
      "sampledValue[].measurand: any text of 50",
      "sampledValue[].unit: any text of 50",
      "sampledValue[].phase: any text of 50",
      "sampledValue[].location: any text of 50",
      // the text of the standard says from 0 or from 1, its schema only integer
      "connectorId: from 0",
      "connectorId: from 1",
      "cableMaxCurrent: from 0",
      "evse.connectorId: from 0",
      "evse.id: from 0",
      "evseId: from 0",
      "evseId: from 1",
      "interval: from 0",
      "numberOfPhasesUsed: from 0",
      "seqNo: from 0",
      "transactionInfo.timeSpentCharging: from 0",
      "sampledValue[].unitOfMeasure.multiplier: -12 to 12",
      // the text of 1.6 says one or more
      "meterValue: 1 or more",
      "meterValue[].sampledValue: 1 or more",
      "transactionData[].sampledValue: 1 or more",
      // no limit in the standard
      "data: at most 32768",
      "sampledValue[].value: at most 16384"));

  private static Map<String, ObjectSchema> shapes(OcppVersion version) {
    return new TreeMap<>(version == OcppVersion.V1_6 ? Schemas16.ALL : Schemas201.ALL);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void areTheOfficialSchemas(OcppVersion version) throws Exception {
    Path file = NodeModules.withOcppRpc()
        .resolve("ocpp-rpc/lib/schemas")
        .resolve(version == OcppVersion.V1_6 ? "ocpp1_6.json" : "ocpp2_0_1.json");
    Map<String, Official> official = new TreeMap<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      for (Object schema : (List<?>) value(parser)) {
        Official root = new Official((Map<?, ?>) schema, (Map<?, ?>) schema);
        official.put(root.string("$id").substring("urn:".length()), root);
      }
    }
    SortedSet<String> differences = new TreeSet<>();
    shapes(version).forEach((name, shape) -> {
      assertThat(official).as("an action of the standard").containsKey(name);
      List<String> found = new ArrayList<>();
      compare("", official.get(name), shape, found);
      found.stream()
          .filter(d -> ON_PURPOSE.stream().noneMatch(d::endsWith))
          .forEach(d -> differences.add(name + d));
    });
    assertThat(differences).isEmpty();
    System.out.println("schemas: " + shapes(version).size() + " messages of "
        + version.subprotocol() + " are as the official schemas say");
  }

  /** A part of an official schema. */
  private record Official(Map<?, ?> root, Map<?, ?> node) {
    Official resolved() {
      Object reference = node.get("$ref");
      if (reference == null) {
        return this;
      }
      String name = reference.toString().substring("#/definitions/".length());
      return new Official(root, (Map<?, ?>) ((Map<?, ?>) root.get("definitions")).get(name));
    }

    String string(String key) {
      return String.valueOf(node.get(key));
    }

    Official part(Object part) {
      return new Official(root, (Map<?, ?>) part).resolved();
    }
  }

  private static void compare(String path, Official official, JsonSchema ours, List<String> found) {
    String type = official.string("type");
    if (ours instanceof ObjectSchema body) {
      expect(type.equals("object"), path + ": an object, not " + type, found);
      Map<?, ?> fields = official.node().get("properties") instanceof Map<?, ?> m ? m : Map.of();
      List<?> required = official.node().get("required") instanceof List<?> l ? l : List.of();
      boolean closed = Boolean.FALSE.equals(official.node().get("additionalProperties"));
      expect(closed == !body.open(), path + ": open " + body.open(), found);
      SortedSet<String> names = new TreeSet<>(body.fields().keySet());
      fields.keySet().forEach(name -> names.add((String) name));
      for (String name : names) {
        JsonSchema.Property field = body.fields().get(name);
        String at = path + "." + name;
        if (field == null || !fields.containsKey(name)) {
          found.add(at + ": only in " + (field == null ? "the standard" : "ours"));
          continue;
        }
        expect(field.required() == required.contains(name), at + ": required", found);
        compare(at, official.part(fields.get(name)), field.schema(), found);
      }
    } else if (ours instanceof JsonSchema.ArraySchema many) {
      expect(type.equals("array"), path + ": a list, not " + type, found);
      expect(
          many.min() == number(official, "minItems", 0),
          path + ": " + many.min() + " or more",
          found);
      // ours always has an upper limit
      expect(
          many.max() <= number(official, "maxItems", Integer.MAX_VALUE),
          path + ": at most " + many.max(),
          found);
      compare(path + "[]", official.part(official.node().get("items")), many.element(), found);
    } else if (ours instanceof JsonSchema.StringSchema text) {
      expect(type.equals("string"), path + ": a text, not " + type, found);
      expect(!official.node().containsKey("enum"), path + ": any text of " + text.max(), found);
      boolean limited = official.node().containsKey("enum")
          || text.max() == number(official, "maxLength", Integer.MAX_VALUE);
      expect(limited, path + ": at most " + text.max(), found);
    } else if (ours instanceof JsonSchema.EnumSchema choice) {
      Object values = official.node().get("enum");
      expect(
          values instanceof List<?> list
              && new TreeSet<>(choice.values()).equals(new TreeSet<Object>(list)),
          path + ": one of " + choice.values() + ", not " + values,
          found);
    } else if (ours instanceof JsonSchema.IntegerSchema whole) {
      expect(type.equals("integer"), path + ": an integer, not " + type, found);
      if (whole.max() != Integer.MAX_VALUE) {
        found.add(path + ": " + whole.min() + " to " + whole.max());
      } else if (whole.min() != number(official, "minimum", Integer.MIN_VALUE)) {
        found.add(path + ": from " + whole.min());
      }
    } else if (ours instanceof JsonSchema.NumberSchema) {
      expect(type.equals("number"), path + ": a number, not " + type, found);
    } else if (ours instanceof JsonSchema.BooleanSchema) {
      expect(type.equals("boolean"), path + ": a truth value, not " + type, found);
    } else if (ours instanceof JsonSchema.DateTimeSchema) {
      expect(official.string("format").equals("date-time"), path + ": a time, not " + type, found);
    } else {
      expect(type.equals("null"), path + ": anything, not " + type, found);
    }
  }

  private static void expect(boolean same, String difference, List<String> found) {
    if (!same) {
      found.add(difference);
    }
  }

  private static int number(Official official, String key, int absent) {
    return official.node().get(key) instanceof String n ? Integer.parseInt(n) : absent;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        map.put(name, value(parser));
      }
      return map;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return parser.currentToken().isBoolean() ? parser.getBooleanValue() : parser.getText();
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void everyRuleRefusesWhatBreaksIt(OcppVersion version) throws Exception {
    int faults = 0;
    for (Map.Entry<String, ObjectSchema> entry : shapes(version).entrySet()) {
      for (boolean full : new boolean[] {false, true}) {
        Object good = good(entry.getValue(), full);
        entry.getValue().check(entry.getKey(), good);
      }
      for (Fault fault : faults(entry.getValue(), "x")) {
        faults++;
        assertThat(refusal(entry.getValue(), fault.value()))
            .as(entry.getKey() + " " + fault)
            .isNotNull()
            .satisfies(e -> assertThat(e.code()).isEqualTo(fault.code()))
            .satisfies(e -> assertThat(e.description()).startsWith(fault.path()));
      }
    }
    assertThat(faults).isGreaterThan(300);
    System.out.println("schemas: " + faults + " single faults of " + version.subprotocol()
        + " messages refused by name");
  }

  /** What is taken of a message with a fault is a message without one, and the fault is told. */
  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void whatIsTakenOfAFaultyMessageIsAGoodOne(OcppVersion version) throws Exception {
    int taken = 0;
    for (Map.Entry<String, ObjectSchema> entry : shapes(version).entrySet()) {
      for (Fault fault : faults(entry.getValue(), "x")) {
        List<String> told = new ArrayList<>();
        try {
          Object value = entry.getValue().take("x", fault.value(), told::add);
          taken++;
          assertThat(told).as(entry.getKey() + " " + fault).isNotEmpty();
          entry.getValue().check("x", value);
        } catch (OcppException e) {
          assertThat(e.description()).startsWith(fault.path().substring(0, 1));
        }
      }
      Object good = good(entry.getValue(), true);
      assertThat(entry.getValue().take("x", good, fault -> {
            throw new AssertionError(fault);
          }))
          .isEqualTo(good);
    }
    assertThat(taken).isGreaterThan(100);
  }

  private static OcppException refusal(JsonSchema shape, Object value) {
    try {
      shape.check("x", value);
      return null;
    } catch (OcppException e) {
      return e;
    }
  }

  private record Fault(String path, OcppErrorCode code, Object value) {}

  private static Object good(JsonSchema shape, boolean full) {
    if (shape instanceof ObjectSchema body) {
      Map<String, Object> map = new LinkedHashMap<>();
      body.fields().values().stream()
          .filter(f -> full || f.required())
          .forEach(f -> map.put(f.name(), good(f.schema(), full)));
      return map;
    } else if (shape instanceof JsonSchema.ArraySchema many) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < Math.max(1, many.min()); i++) {
        list.add(good(many.element(), full));
      }
      return list;
    } else if (shape instanceof JsonSchema.StringSchema text) {
      return "x".repeat(full ? text.max() : 0);
    } else if (shape instanceof JsonSchema.EnumSchema choice) {
      return choice.values().get(full ? choice.values().size() - 1 : 0);
    } else if (shape instanceof JsonSchema.IntegerSchema whole) {
      return new Json.Number(String.valueOf(full ? whole.max() : whole.min()));
    } else if (shape instanceof JsonSchema.NumberSchema) {
      return new Json.Number(full ? "-1.5e3" : "0");
    } else if (shape instanceof JsonSchema.DateTimeSchema) {
      return full ? "2026-01-31T12:00:00.123+01:00" : "2026-01-31T12:00:00Z";
    }
    return shape instanceof JsonSchema.BooleanSchema ? full : "anything";
  }

  private static List<Fault> faults(JsonSchema shape, String path) {
    List<Fault> faults = new ArrayList<>();
    if (!(shape instanceof JsonSchema.AnySchema)) {
      Object wrong = shape instanceof JsonSchema.BooleanSchema ? "true" : true;
      faults.add(new Fault(path, OcppErrorCode.TYPE_CONSTRAINT, wrong));
    }
    faults.add(new Fault(path, OcppErrorCode.TYPE_CONSTRAINT, Json.NULL));
    if (shape instanceof ObjectSchema body) {
      if (!body.open()) {
        faults.add(new Fault(
            path, OcppErrorCode.FORMATION_VIOLATION, with(body, "unheardOf", "something")));
      }
      body.fields().values().forEach(field -> {
        String at = path + "." + field.name();
        if (field.required()) {
          faults.add(
              new Fault(at, OcppErrorCode.OCCURRENCE_CONSTRAINT, with(body, field.name(), null)));
        }
        for (Fault inner : faults(field.schema(), at)) {
          faults.add(
              new Fault(inner.path(), inner.code(), with(body, field.name(), inner.value())));
        }
      });
    } else if (shape instanceof JsonSchema.ArraySchema many) {
      if (many.min() > 0) {
        faults.add(new Fault(path, OcppErrorCode.OCCURRENCE_CONSTRAINT, List.of()));
      }
      Object element = good(many.element(), false);
      faults.add(new Fault(
          path,
          OcppErrorCode.OCCURRENCE_CONSTRAINT,
          java.util.Collections.nCopies(many.max() + 1, element)));
      for (Fault inner : faults(many.element(), path + "[0]")) {
        List<Object> list = new ArrayList<>((List<?>) good(many, false));
        list.set(0, inner.value());
        faults.add(new Fault(inner.path(), inner.code(), list));
      }
    } else if (shape instanceof JsonSchema.StringSchema text) {
      faults.add(new Fault(path, OcppErrorCode.PROPERTY_CONSTRAINT, "x".repeat(text.max() + 1)));
    } else if (shape instanceof JsonSchema.EnumSchema) {
      faults.add(new Fault(path, OcppErrorCode.PROPERTY_CONSTRAINT, "unheard of"));
    } else if (shape instanceof JsonSchema.IntegerSchema whole) {
      faults.add(new Fault(path, OcppErrorCode.TYPE_CONSTRAINT, new Json.Number("1.5")));
      faults.add(new Fault(
          path,
          OcppErrorCode.PROPERTY_CONSTRAINT,
          new Json.Number(String.valueOf(whole.min() - 1L))));
      faults.add(new Fault(
          path,
          OcppErrorCode.PROPERTY_CONSTRAINT,
          new Json.Number(String.valueOf(whole.max() + 1L))));
    } else if (shape instanceof JsonSchema.NumberSchema) {
      faults.add(new Fault(path, OcppErrorCode.TYPE_CONSTRAINT, new Json.Number("1e999")));
    } else if (shape instanceof JsonSchema.DateTimeSchema) {
      for (String text : List.of("yesterday", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z")) {
        faults.add(new Fault(path, OcppErrorCode.TYPE_CONSTRAINT, text));
      }
    }
    return faults;
  }

  private static Object with(ObjectSchema body, String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    body.fields().values().stream()
        .filter(JsonSchema.Property::required)
        .forEach(f -> map.put(f.name(), good(f.schema(), false)));
    if (value == null) {
      map.remove(name);
    } else {
      map.put(name, value);
    }
    return map;
  }

  @Test
  void theLengthOfATextIsCountedInCodePoints() throws Exception {
    JsonSchema.string(2).check("x", "\ud83d\ude00\ud83d\ude00");
    assertThat(refusal(JsonSchema.string(2), "\ud83d\ude00\ud83d\ude00\ud83d\ude00"))
        .isNotNull();
  }
}
