package org.depinsdk.rewards.document;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonValue;

/** What the description of an object's fields is used for: to read, to write, for the schema, and for a placeholder. */
final class ObjectFields {
  private ObjectFields() {}

  static <T> T read(JsonObject object, Problems problems, Function<Fields<T>, T> description) {
    int before = problems.count();
    Set<String> asked = new LinkedHashSet<>();
    T read;
    try {
      read = description.apply(new Reading<>(object, problems, asked));
    } catch (ArithmeticException | IllegalArgumentException e) {
      problems.addUnlessNoted(before, object.location(), e);
      read = placeholder(description);
    }
    object.members().forEach((name, value) -> {
      if (!asked.contains(name)) {
        problems.add(value.location(), "unknown field; expected " + String.join(", ", asked));
      }
    });
    return read;
  }

  static <T> JsonObject write(T value, Function<Fields<T>, T> description) {
    JsonObject.Builder json = JsonObject.builder();
    T unused = description.apply(new Writing<>(value, json));
    return json.build();
  }

  static <T> JsonObject schema(String text, Schemas schemas, Function<Fields<T>, T> description) {
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    Set<String> required = new LinkedHashSet<>();
    T unused = description.apply(new Describing<>(schemas, properties, required));
    JsonObject.Builder json = JsonObject.builder().put("type", "object");
    if (!text.isEmpty()) {
      json.put("description", text);
    }
    return json.put("properties", new JsonObject(properties, JsonLocation.NONE))
        .put("required", JsonArray.ofStrings(required))
        .put("additionalProperties", false)
        .build();
  }

  static <T> T placeholder(Function<Fields<T>, T> description) {
    return description.apply(new Placeholders<>());
  }

  private record Reading<T>(JsonObject object, Problems problems, Set<String> asked)
      implements Fields<T> {
    @Override
    public <V> V get(String name, Form<V> form, Function<T, V> getter) {
      return find(name, form).orElseGet(() -> {
        JsonLocation at = object.location();
        problems.add(at.member(name, at.line(), at.column()), "this field is missing");
        return form.placeholder();
      });
    }

    @Override
    public <V> V get(String name, Form<V> form, V fallback, Function<T, V> getter) {
      return find(name, form).orElse(fallback);
    }

    @Override
    public <V> Optional<V> optional(String name, Form<V> form, Function<T, Optional<V>> getter) {
      return find(name, form);
    }

    private <V> Optional<V> find(String name, Form<V> form) {
      asked.add(name);
      return Optional.ofNullable(object.get(name)).map(value -> form.read(value, problems));
    }
  }

  private record Writing<T>(T object, JsonObject.Builder json) implements Fields<T> {
    @Override
    public <V> V get(String name, Form<V> form, Function<T, V> getter) {
      V value = getter.apply(object);
      json.put(name, form.write(value));
      return value;
    }

    @Override
    public <V> V get(String name, Form<V> form, V fallback, Function<T, V> getter) {
      return getter.apply(object).equals(fallback) ? fallback : get(name, form, getter);
    }

    @Override
    public <V> Optional<V> optional(String name, Form<V> form, Function<T, Optional<V>> getter) {
      Optional<V> value = getter.apply(object);
      value.ifPresent(present -> json.put(name, form.write(present)));
      return value;
    }
  }

  private record Placeholders<T>() implements Fields<T> {
    @Override
    public <V> V get(String name, Form<V> form, Function<T, V> getter) {
      return form.placeholder();
    }

    @Override
    public <V> V get(String name, Form<V> form, V fallback, Function<T, V> getter) {
      return fallback;
    }

    @Override
    public <V> Optional<V> optional(String name, Form<V> form, Function<T, Optional<V>> getter) {
      return Optional.empty();
    }
  }

  private record Describing<T>(
      Schemas schemas, Map<String, JsonValue> properties, Set<String> required)
      implements Fields<T> {
    @Override
    public <V> V get(String name, Form<V> form, Function<T, V> getter) {
      required.add(name);
      properties.put(name, form.schema(schemas));
      return form.placeholder();
    }

    @Override
    public <V> V get(String name, Form<V> form, V fallback, Function<T, V> getter) {
      properties.put(name, form.schema(schemas));
      return fallback;
    }

    @Override
    public <V> Optional<V> optional(String name, Form<V> form, Function<T, Optional<V>> getter) {
      properties.put(name, form.schema(schemas));
      return Optional.empty();
    }
  }
}
