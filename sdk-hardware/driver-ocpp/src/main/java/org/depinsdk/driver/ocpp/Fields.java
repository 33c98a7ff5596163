package org.depinsdk.driver.ocpp;

import static org.depinsdk.driver.ocpp.OcppErrorCode.FORMATION_VIOLATION;
import static org.depinsdk.driver.ocpp.OcppErrorCode.OCCURRENCE_CONSTRAINT;
import static org.depinsdk.driver.ocpp.OcppErrorCode.PROPERTY_CONSTRAINT;
import static org.depinsdk.driver.ocpp.OcppErrorCode.TYPE_CONSTRAINT;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A payload from the wire, read field by field against the published names, types and limits. What does not fit is an {@link
 * OcppException} that names the field. {@link #end} finds fields that nobody asked for.
 */
final class Fields {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?");

  private final String path;
  private final Map<?, ?> values;
  private final Set<String> asked = new HashSet<>();

  Fields(String path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  String text(String name, int max) throws OcppException {
    return required(name, textIf(name, max));
  }

  Optional<String> textIf(String name, int max) throws OcppException {
    Object value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected a text");
    }
    if (text.length() > max) {
      throw new OcppException(
          PROPERTY_CONSTRAINT,
          at(name) + ": at most " + max + " characters, not " + text.length() + ": "
              + EncodingException.shown(text));
    }
    return Optional.of(text);
  }

  String choice(String name, Set<String> allowed) throws OcppException {
    return required(name, choiceIf(name, allowed));
  }

  Optional<String> choiceIf(String name, Set<String> allowed) throws OcppException {
    Optional<String> text = textIf(name, 100);
    if (text.isPresent() && !allowed.contains(text.get())) {
      throw new OcppException(
          PROPERTY_CONSTRAINT, at(name) + ": unknown value " + EncodingException.shown(text.get()));
    }
    return text;
  }

  int integer(String name, int min) throws OcppException {
    return required(name, integerIf(name, min));
  }

  Optional<Integer> integerIf(String name, int min) throws OcppException {
    Optional<String> text = number(name, INTEGER, "a whole number");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    long value = Long.parseLong(text.get());
    if (value < min || value > Integer.MAX_VALUE) {
      throw new OcppException(
          PROPERTY_CONSTRAINT,
          at(name) + ": expected " + min + " to " + Integer.MAX_VALUE + ", not " + value);
    }
    return Optional.of((int) value);
  }

  Optional<BigDecimal> decimalIf(String name) throws OcppException {
    return number(name, DECIMAL, "a number").map(BigDecimal::new);
  }

  Instant time(String name) throws OcppException {
    return required(name, timeIf(name));
  }

  // RFC 3339, as both versions ask; without an offset it is no moment
  Optional<Instant> timeIf(String name) throws OcppException {
    Optional<String> text = textIf(name, 40);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(text.get()).toInstant();
      if (time.isAfter(Instant.EPOCH.minusSeconds(1))
          && time.isBefore(Instant.ofEpochSecond(253402300800L))) {
        return Optional.of(time);
      }
    } catch (DateTimeException e) {
      // falls through to the one message
    }
    throw new OcppException(
        TYPE_CONSTRAINT,
        at(name) + ": expected a time such as 2026-01-31T12:00:00Z, not "
            + EncodingException.shown(text.get()));
  }

  Optional<Boolean> flagIf(String name) throws OcppException {
    Object value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected true or false");
  }

  Fields object(String name) throws OcppException {
    return required(name, objectIf(name));
  }

  Optional<Fields> objectIf(String name) throws OcppException {
    Object value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map<?, ?> map) {
      return Optional.of(new Fields(at(name), map));
    }
    throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected an object");
  }

  /** A list of objects; an absent one is empty, which {@code min} may forbid. */
  List<Fields> objects(String name, int min, int max) throws OcppException {
    Object value = find(name);
    List<?> list = List.of();
    if (value instanceof List<?> found) {
      list = found;
    } else if (value != null) {
      throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected a list");
    }
    if (list.size() < min || list.size() > max) {
      throw new OcppException(
          OCCURRENCE_CONSTRAINT,
          at(name) + ": expected " + min + " to " + max + " elements, not " + list.size());
    }
    List<Fields> objects = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected objects");
      }
      objects.add(new Fields(at(name) + "[" + objects.size() + "]", map));
    }
    return objects;
  }

  /** Takes a field whose content does not matter here, such as a vendor's data. */
  Fields skip(String... names) {
    asked.addAll(List.of(names));
    return this;
  }

  /** Checks that nothing is left. */
  void end() throws OcppException {
    for (Object name : values.keySet()) {
      if (!asked.contains(name)) {
        throw new OcppException(
            FORMATION_VIOLATION,
            path + ": unknown field " + EncodingException.shown(String.valueOf(name)));
      }
    }
  }

  Map<?, ?> values() {
    return values;
  }

  private @org.jspecify.annotations.Nullable Object find(String name) throws OcppException {
    asked.add(name);
    Object value = values.get(name);
    if (value == Json.NULL) {
      throw new OcppException(TYPE_CONSTRAINT, at(name) + ": null is no value");
    }
    return value;
  }

  private Optional<String> number(String name, Pattern form, String expected) throws OcppException {
    Object value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Json.Number number && form.matcher(number.text()).matches()) {
      return Optional.of(number.text());
    }
    throw new OcppException(TYPE_CONSTRAINT, at(name) + ": expected " + expected);
  }

  private <T> T required(String name, Optional<T> value) throws OcppException {
    return value.orElseThrow(
        () -> new OcppException(OCCURRENCE_CONSTRAINT, at(name) + ": missing"));
  }

  private String at(String name) {
    return path + "." + name;
  }
}
