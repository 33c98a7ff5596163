package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.OcppErrorCode.OCCURRENCE_CONSTRAINT;
import static org.depinsdk.hardware.ocpp.OcppErrorCode.TYPE_CONSTRAINT;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the payload of a message that was checked against its {@link JsonSchema}. A field that is not what the reader takes it
 * for is an {@link OcppException} all the same; a reader that can do without it tells so by {@link #leaveOut}.
 */
final class Fields {
  private final String path;
  private final Map<?, ?> values;
  private final Consumer<String> faults;

  Fields(String path, Map<?, ?> values, Consumer<String> faults) {
    this.path = path;
    this.values = values;
    this.faults = faults;
  }

  /** Reports that this object was left out of what was taken. */
  void leaveOut(OcppException why) {
    faults.accept(path + ": " + why.description());
  }

  String string(String name) throws OcppException {
    return required(name, stringIf(name));
  }

  Optional<String> stringIf(String name) throws OcppException {
    return find(name, String.class);
  }

  /** A field of any type, where it is a text. */
  Optional<String> stringOfAnything(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  int integer(String name) throws OcppException {
    return required(name, integerIf(name));
  }

  Optional<Integer> integerIf(String name) throws OcppException {
    Optional<Json.Number> number = find(name, Json.Number.class);
    try {
      return number.map(n -> Integer.valueOf(n.text()));
    } catch (NumberFormatException e) {
      throw mistyped(name);
    }
  }

  BigDecimal decimal(String name) throws OcppException {
    Json.Number number = required(name, find(name, Json.Number.class));
    try {
      return new BigDecimal(number.text());
    } catch (NumberFormatException e) {
      throw mistyped(name);
    }
  }

  Instant time(String name) throws OcppException {
    return required(name, timeIf(name));
  }

  Optional<Instant> timeIf(String name) throws OcppException {
    Optional<String> text = stringIf(name);
    Optional<Instant> time = text.flatMap(JsonSchema.DateTimeSchema::parse);
    if (text.isPresent() && time.isEmpty()) {
      throw mistyped(name);
    }
    return time;
  }

  boolean bool(String name, boolean absent) throws OcppException {
    return find(name, Boolean.class).orElse(absent);
  }

  Fields object(String name) throws OcppException {
    return required(name, objectIf(name));
  }

  Optional<Fields> objectIf(String name) throws OcppException {
    return find(name, Map.class).map(map -> new Fields(at(name), map, faults));
  }

  /** A list of objects; an absent one is empty. */
  List<Fields> objects(String name) throws OcppException {
    List<Fields> objects = new ArrayList<>();
    for (Object element : find(name, List.class).orElse(List.of())) {
      if (!(element instanceof Map<?, ?> map)) {
        throw mistyped(name);
      }
      objects.add(new Fields(at(name) + "[" + objects.size() + "]", map, faults));
    }
    return objects;
  }

  private <T> Optional<T> find(String name, Class<T> type) throws OcppException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw mistyped(name);
    }
    return Optional.of(type.cast(value));
  }

  private <T> T required(String name, Optional<T> value) throws OcppException {
    return value.orElseThrow(
        () -> new OcppException(OCCURRENCE_CONSTRAINT, at(name) + ": missing"));
  }

  private OcppException mistyped(String name) {
    return new OcppException(TYPE_CONSTRAINT, at(name) + ": has another type");
  }

  private String at(String name) {
    return path + "." + name;
  }
}
