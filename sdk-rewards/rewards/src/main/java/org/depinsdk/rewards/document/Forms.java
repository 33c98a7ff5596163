package org.depinsdk.rewards.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/** Makes forms: of scalars, and of other forms. {@link ValueForms} has those of common values. */
public final class Forms {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

  private Forms() {}

  /**
   * Reads a value from its string.
   *
   * @param <V> the type
   */
  @FunctionalInterface
  public interface Parser<V> {
    /**
     * Reads a value.
     *
     * @param text a string of a document
     * @return the value
     * @throws EncodingException if the string means no value; the message is shown
     */
    V parse(String text) throws EncodingException;
  }

  /**
   * A string that a parser reads and {@code toString} writes.
   *
   * @param expected what it is, for example {@code a proof kind such as uptime/1}
   * @param pattern what it looks like
   * @param parser reads a string that looks like it; an {@link IllegalArgumentException} means that it is not what is
   *     expected
   * @param placeholder any value
   * @param <V> the type
   * @return the form
   */
  public static <V> Form<V> parsed(
      String expected, Pattern pattern, Parser<V> parser, V placeholder) {
    return new Form<>(
        (value, problems) -> {
          if (value instanceof JsonString string
              && pattern.matcher(string.value()).matches()) {
            try {
              return parser.parse(string.value());
            } catch (EncodingException e) {
              problems.add(value.location(), String.valueOf(e.getMessage()));
              return placeholder;
            } catch (IllegalArgumentException e) {
              // the one message below says all that there is to say
            }
          }
          problems.expected(value, expected);
          return placeholder;
        },
        value -> new JsonString(value.toString()),
        schemas -> JsonObject.builder()
            .put("type", "string")
            .put("pattern", "^(" + pattern + ")$")
            .put("description", expected)
            .build(),
        () -> placeholder);
  }

  /**
   * A string.
   *
   * @param expected what it is
   * @param pattern what it looks like
   * @param placeholder any string that looks like it
   * @return the form
   */
  public static Form<String> string(String expected, Pattern pattern, String placeholder) {
    return parsed(expected, pattern, text -> text, placeholder);
  }

  /**
   * A string, a number, true or false, as the document writes it.
   *
   * @return the form
   */
  public static Form<String> scalar() {
    return new Form<>(
        (value, problems) -> {
          if (value instanceof JsonString string) {
            return string.value();
          }
          if (value instanceof JsonNumber number) {
            return number.literal();
          }
          if (value instanceof JsonBoolean bool) {
            return Boolean.toString(bool.value());
          }
          problems.expected(value, "a string, a number, true or false");
          return "";
        },
        JsonString::new,
        schemas -> JsonObject.builder()
            .put("type", JsonArray.ofStrings(List.of("string", "number", "boolean")))
            .build(),
        () -> "");
  }

  /**
   * One string.
   *
   * @param value the string
   * @return the form
   */
  public static Form<String> constant(String value) {
    return oneOf(List.of(value), Function.identity());
  }

  /**
   * One of some values, by their names.
   *
   * @param values at least one; the first is the placeholder
   * @param name the name of each
   * @param <V> the type
   * @return the form
   */
  public static <V> Form<V> oneOf(List<V> values, Function<V, String> name) {
    JsonArray names = JsonArray.ofStrings(values.stream().map(name).toList());
    return new Form<>(
        (value, problems) -> {
          for (V one : values) {
            if (value instanceof JsonString string && name.apply(one).equals(string.value())) {
              return one;
            }
          }
          problems.expected(value, either(values.stream().map(name).toList()));
          return values.get(0);
        },
        value -> new JsonString(name.apply(value)),
        schemas -> values.size() == 1
            ? JsonObject.builder().put("const", name.apply(values.get(0))).build()
            : JsonObject.builder().put("enum", names).build(),
        () -> values.get(0));
  }

  /**
   * One of the values of an enum, by names that policies use for them: lower case, hyphens for underscores.
   *
   * @param values all of them
   * @param <E> the enum
   * @return the form
   */
  public static <E extends Enum<E>> Form<E> oneOf(E[] values) {
    return oneOf(Arrays.asList(values), Forms::name);
  }

  /**
   * The name that policies use for a value of an enum.
   *
   * @param value for example {@code ALL_OF}
   * @return for example {@code all-of}
   */
  public static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A whole number.
   *
   * @param min the lowest allowed; the placeholder
   * @param max the highest allowed
   * @return the form
   */
  public static Form<Long> number(long min, long max) {
    String expected =
        "a whole number of " + min + (max == Long.MAX_VALUE ? " or more" : " to " + max);
    return new Form<>(
        (value, problems) -> {
          if (value instanceof JsonNumber number
              && WHOLE.matcher(number.literal()).matches()) {
            BigInteger read = new BigInteger(number.literal());
            if (read.compareTo(BigInteger.valueOf(min)) >= 0
                && read.compareTo(BigInteger.valueOf(max)) <= 0) {
              return read.longValueExact();
            }
          }
          problems.expected(value, expected);
          return min;
        },
        JsonNumber::new,
        schemas -> JsonObject.builder()
            .put("type", "integer")
            .put("minimum", min)
            .put("maximum", max)
            .build(),
        () -> min);
  }

  /**
   * A whole number without an upper limit of its own.
   *
   * @param min the lowest allowed
   * @return the form
   */
  public static Form<Long> number(long min) {
    return number(min, Long.MAX_VALUE);
  }

  /**
   * An object.
   *
   * @param text what it is, for people; empty if its name says it
   * @param description names its fields and makes it
   * @param <T> the type
   * @return the form
   */
  public static <T> Form<T> object(String text, Function<Fields<T>, T> description) {
    return new Form<>(
        (value, problems) -> {
          if (value instanceof JsonObject object) {
            return ObjectFields.read(object, problems, description);
          }
          problems.expected(value, "an object");
          return ObjectFields.placeholder(description);
        },
        value -> ObjectFields.write(value, description),
        schemas -> ObjectFields.schema(text, schemas, description),
        () -> ObjectFields.placeholder(description));
  }

  /**
   * An object whose fields have any names and alike values.
   *
   * @param key the form of a name, a string
   * @param value the form of a value
   * @param <K> the type of the names
   * @param <V> the type of the values
   * @return the form
   */
  public static <K extends Comparable<K>, V> Form<SortedMap<K, V>> map(Form<K> key, Form<V> value) {
    return new Form<>(
        (json, problems) -> {
          SortedMap<K, V> read = new TreeMap<>();
          if (json instanceof JsonObject object) {
            object
                .members()
                .forEach((name, member) -> read.put(
                    key.read(new JsonString(name, member.location()), problems),
                    value.read(member, problems)));
          } else {
            problems.expected(json, "an object");
          }
          return read;
        },
        map -> {
          JsonObject.Builder json = JsonObject.builder();
          map.forEach((name, member) -> {
            if (key.write(name) instanceof JsonString string) {
              json.put(string.value(), value.write(member));
            }
          });
          return json.build();
        },
        schemas -> JsonObject.builder()
            .put("type", "object")
            .put("propertyNames", key.schema(schemas))
            .put("additionalProperties", value.schema(schemas))
            .build(),
        () -> new TreeMap<>(Map.of(key.placeholder(), value.placeholder())));
  }

  /**
   * A list.
   *
   * @param item the form of an item
   * @param min least number of items
   * @param max most items
   * @param <V> the type of the items
   * @return the form
   */
  public static <V> Form<List<V>> list(Form<V> item, int min, int max) {
    return new Form<>(
        (value, problems) -> {
          List<V> items = new ArrayList<>();
          if (!(value instanceof JsonArray array)) {
            problems.expected(value, "a list");
          } else if (array.items().size() < min || array.items().size() > max) {
            problems.add(
                value.location(),
                "expected a list of " + min + " to " + max + ", not of "
                    + array.items().size());
          } else {
            array.items().forEach(one -> items.add(item.read(one, problems)));
          }
          return items.isEmpty() ? Collections.nCopies(min, item.placeholder()) : items;
        },
        value -> JsonArray.of(value, item::write),
        schemas -> JsonObject.builder()
            .put("type", "array")
            .put("minItems", min)
            .put("maxItems", max)
            .put("items", item.schema(schemas))
            .build(),
        () -> Collections.nCopies(min, item.placeholder()));
  }

  /**
   * A form with a name, which a schema refers to, and which can hold itself.
   *
   * @param name a name for the schema
   * @param form makes the form
   * @param <V> the type
   * @return the form
   */
  public static <V> Form<V> named(String name, Supplier<Form<V>> form) {
    return new Form<>(
        (value, problems) -> form.get().read(value, problems),
        value -> form.get().write(value),
        schemas -> schemas.reference(name, () -> form.get().schema(schemas)),
        () -> form.get().placeholder());
  }

  /**
   * One form of several.
   *
   * @param reads whether a value of a document has this form
   * @param writes whether a value is written in this form
   * @param form the form
   * @param <V> the type
   */
  public record Case<V>(Predicate<JsonValue> reads, Predicate<V> writes, Form<V> form) {
    /**
     * A form that is told by a field which the others do not have.
     *
     * @param field the field
     * @param writes whether a value is written in this form
     * @param form the form
     * @param <V> the type
     * @return the case
     */
    public static <V> Case<V> ofField(String field, Predicate<V> writes, Form<V> form) {
      return new Case<>(
          json -> json instanceof JsonObject object && object.has(field), writes, form);
    }
  }

  /**
   * Values of several forms, of which the first one that fits counts.
   *
   * @param expected what is expected, for people
   * @param placeholder any value
   * @param cases the forms
   * @param <V> the type
   * @return the form
   */
  public static <V> Form<V> choice(String expected, V placeholder, List<Case<V>> cases) {
    return new Form<>(
        (value, problems) -> {
          Optional<Case<V>> fitting =
              cases.stream().filter(one -> one.reads().test(value)).findFirst();
          if (fitting.isEmpty() && value instanceof JsonObject) {
            problems.add(value.location(), "expected " + expected);
          } else if (fitting.isEmpty()) {
            problems.expected(value, expected);
          }
          return fitting.map(one -> one.form().read(value, problems)).orElse(placeholder);
        },
        value -> cases.stream()
            .filter(one -> one.writes().test(value))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no form for " + value))
            .form()
            .write(value),
        schemas -> JsonObject.builder()
            .put("oneOf", JsonArray.of(cases, one -> one.form().schema(schemas)))
            .build(),
        () -> placeholder);
  }

  /**
   * Objects of several forms, told apart by a field with the name of the form. Each form has that field as a {@linkplain
   * Fields#constant constant}.
   *
   * @param field the field
   * @param placeholder any value
   * @param name the name of a value's form
   * @param forms the forms by name, in the order in which they are told to people
   * @param <V> the type
   * @return the form
   */
  public static <V> Form<V> tagged(
      String field, V placeholder, Function<V, String> name, Map<String, Form<V>> forms) {
    return new Form<>(
        (value, problems) -> {
          JsonValue tag = value instanceof JsonObject object ? object.get(field) : null;
          Form<V> form = tag instanceof JsonString string ? forms.get(string.value()) : null;
          if (form != null) {
            return form.read(value, problems);
          }
          if (tag != null) {
            problems.expected(tag, either(List.copyOf(forms.keySet())));
          } else if (value instanceof JsonObject) {
            JsonLocation at = value.location();
            problems.add(at.member(field, at.line(), at.column()), "this field is missing");
          } else {
            problems.expected(value, "an object");
          }
          return placeholder;
        },
        value -> {
          Form<V> form = forms.get(name.apply(value));
          if (form == null) {
            throw new IllegalArgumentException("no form for " + value);
          }
          return form.write(value);
        },
        schemas -> JsonObject.builder()
            .put("oneOf", JsonArray.of(forms.values(), form -> form.schema(schemas)))
            .build(),
        () -> placeholder);
  }

  /** Names for people: {@code a, b or c}. */
  static String either(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
