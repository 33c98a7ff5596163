package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the payload of a message. Not safe for use by several threads. */
final class Payload {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  Payload string(String name, String value) {
    fields.put(name, value);
    return this;
  }

  Payload stringIf(String name, Optional<String> value) {
    value.ifPresent(v -> fields.put(name, v));
    return this;
  }

  Payload integer(String name, long value) {
    fields.put(name, new Json.Number(Long.toString(value)));
    return this;
  }

  Payload decimal(String name, BigDecimal value) {
    fields.put(name, new Json.Number(value.toPlainString()));
    return this;
  }

  // spec| OCPP 2.0.1 part 2, section 2.1: at most three digits of a second
  Payload time(String name, Instant value) {
    fields.put(name, value.truncatedTo(ChronoUnit.MILLIS).toString());
    return this;
  }

  Payload bool(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  Payload strings(String name, List<String> values) {
    fields.put(name, List.copyOf(values));
    return this;
  }

  Payload object(String name, Payload value) {
    fields.put(name, value.fields);
    return this;
  }

  Payload objects(String name, List<Payload> values) {
    List<Object> list = new ArrayList<>(values.size());
    values.forEach(v -> list.add(v.fields));
    fields.put(name, list);
    return this;
  }

  Map<String, Object> fields() {
    return fields;
  }
}
