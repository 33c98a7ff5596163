package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.OcppErrorCode.FORMATION_VIOLATION;
import static org.depinsdk.hardware.ocpp.OcppErrorCode.OCCURRENCE_CONSTRAINT;
import static org.depinsdk.hardware.ocpp.OcppErrorCode.PROPERTY_CONSTRAINT;
import static org.depinsdk.hardware.ocpp.OcppErrorCode.TYPE_CONSTRAINT;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * What a value may be: its type, its limits, and for an object its fields. Messages are checked against their shape before
 * anything reads them; what does not fit is an {@link OcppException} that names the field.
 */
sealed interface Shape {
  /** Any JSON value but null, such as a vendor's data. */
  Shape ANYTHING = new Anything();

  Shape TIME = new Time();
  Shape FLAG = new Flag();
  Shape DECIMAL = new Decimal();

  /** A number of 32 bits, as both standards mean it by integer. */
  Shape INTEGER = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);

  /** Checks a value that is there. */
  void check(String path, @Nullable Object value) throws OcppException;

  static Shape text(int max) {
    return new Text(max);
  }

  static Shape choice(String... values) {
    return new Choice(List.of(values));
  }

  static Shape from(int min) {
    return new Whole(min, Integer.MAX_VALUE);
  }

  static Shape list(int min, int max, Shape element) {
    return new Many(min, max, element);
  }

  /** An object of these fields and no other. */
  static Body body(Field... fields) {
    return new Body(index(fields), false);
  }

  /** An object of these fields and any other. */
  static Body open(Field... fields) {
    return new Body(index(fields), true);
  }

  static Field must(String name, Shape shape) {
    return new Field(name, shape, true);
  }

  static Field may(String name, Shape shape) {
    return new Field(name, shape, false);
  }

  private static SortedMap<String, Field> index(Field... fields) {
    SortedMap<String, Field> index = new TreeMap<>();
    Arrays.stream(fields).forEach(f -> index.put(f.name(), f));
    return Collections.unmodifiableSortedMap(index);
  }

  private static OcppException wrongType(String path, String expected) {
    return new OcppException(TYPE_CONSTRAINT, path + ": expected " + expected);
  }

  /** One field of an object. */
  record Field(String name, Shape shape, boolean required) {}

  /** An object. */
  record Body(SortedMap<String, Field> fields, boolean open) implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof Map<?, ?> map)) {
        throw wrongType(path, "an object");
      }
      for (Field field : fields.values()) {
        Object found = map.get(field.name());
        String at = path + "." + field.name();
        if (found != null) {
          field.shape().check(at, found);
        } else if (field.required()) {
          throw new OcppException(OCCURRENCE_CONSTRAINT, at + ": missing");
        }
      }
      for (Object name : map.keySet()) {
        if (!open && !(name instanceof String text && fields.containsKey(text))) {
          throw new OcppException(
              FORMATION_VIOLATION,
              path + ": unknown field " + EncodingException.shown(String.valueOf(name)));
        }
      }
    }
  }

  /** A list. */
  record Many(int min, int max, Shape element) implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof List<?> list)) {
        throw wrongType(path, "a list");
      }
      if (list.size() < min || list.size() > max) {
        throw new OcppException(
            OCCURRENCE_CONSTRAINT,
            path + ": expected " + min + " to " + max + " elements, not " + list.size());
      }
      for (int i = 0; i < list.size(); i++) {
        element.check(path + "[" + i + "]", list.get(i));
      }
    }
  }

  /** A text of a largest length, in characters. */
  record Text(int max) implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof String text)) {
        throw wrongType(path, "a text");
      }
      // JSON schema counts code points; a Java text may need two characters for one
      if (text.length() > max && text.codePointCount(0, text.length()) > max) {
        throw new OcppException(
            PROPERTY_CONSTRAINT,
            path + ": at most " + max + " characters, not " + text.length() + ": "
                + EncodingException.shown(text));
      }
    }
  }

  /** One of several words. */
  record Choice(List<String> values) implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof String text)) {
        throw wrongType(path, "a text");
      }
      if (!values.contains(text)) {
        throw new OcppException(
            PROPERTY_CONSTRAINT, path + ": unknown value " + EncodingException.shown(text));
      }
    }
  }

  /** A whole number. */
  record Whole(int min, int max) implements Shape {
    // 1.0 is an integer for JSON schema too, but no station writes one
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof Json.Number number) || !FORM.matcher(number.text()).matches()) {
        throw wrongType(path, "a whole number");
      }
      long whole = Long.parseLong(number.text());
      if (whole < min || whole > max) {
        throw new OcppException(
            PROPERTY_CONSTRAINT, path + ": expected " + min + " to " + max + ", not " + whole);
      }
    }
  }

  /** A number. */
  record Decimal() implements Shape {
    private static final Pattern FORM =
        Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?");

    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof Json.Number number) || !FORM.matcher(number.text()).matches()) {
        throw wrongType(path, "a number");
      }
    }
  }

  /** A truth value. */
  record Flag() implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof Boolean)) {
        throw wrongType(path, "true or false");
      }
    }
  }

  /** A moment as RFC 3339 writes it; without an offset it is none. */
  record Time() implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (!(value instanceof String text)) {
        throw wrongType(path, "a text");
      }
      if (parse(text).isEmpty()) {
        throw new OcppException(
            TYPE_CONSTRAINT,
            path + ": expected a time such as 2026-01-31T12:00:00Z, not "
                + EncodingException.shown(text));
      }
    }

    static Optional<Instant> parse(String text) {
      if (text.length() > 40) {
        return Optional.empty();
      }
      try {
        Instant time = OffsetDateTime.parse(text).toInstant();
        return Optional.of(time)
            .filter(t -> t.isAfter(Instant.EPOCH.minusSeconds(1))
                && t.isBefore(Instant.ofEpochSecond(253402300800L)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  /** Whatever a vendor likes. */
  record Anything() implements Shape {
    @Override
    public void check(String path, @Nullable Object value) throws OcppException {
      if (value == Json.NULL) {
        throw wrongType(path, "a value; null is none");
      }
    }
  }
}
