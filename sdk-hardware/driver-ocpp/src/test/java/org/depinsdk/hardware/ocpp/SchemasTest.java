package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of the schemas of all messages refuses what breaks it. */
class SchemasTest {
  private static Map<String, ObjectSchema> shapes(OcppVersion version) {
    return new TreeMap<>(version == OcppVersion.V1_6 ? Schemas16.ALL : Schemas201.ALL);
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
