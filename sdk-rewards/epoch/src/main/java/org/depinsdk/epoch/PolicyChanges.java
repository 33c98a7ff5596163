package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What is different in two policies, field by field. */
final class PolicyChanges {
  private final List<PolicyChange> changes = new ArrayList<>();

  private PolicyChanges() {}

  /**
   * Compares two policies.
   *
   * @param before the first, as its JSON document
   * @param after the second
   * @return the fields that differ, in the order of their paths; empty if they are the same
   */
  static List<PolicyChange> between(byte[] before, byte[] after) {
    PolicyChanges result = new PolicyChanges();
    try {
      result.compare(
          "",
          Json.parseObject(before, JsonLimits.DEFAULT),
          Json.parseObject(after, JsonLimits.DEFAULT));
    } catch (EncodingException e) {
      throw new IllegalStateException("a policy writes what can be read", e);
    }
    return result.changes;
  }

  private void compare(String path, @Nullable JsonValue before, @Nullable JsonValue after) {
    if (before instanceof JsonObject one && after instanceof JsonObject other) {
      TreeSet<String> names = new TreeSet<>(one.members().keySet());
      names.addAll(other.members().keySet());
      names.forEach(name ->
          compare(path.isEmpty() ? name : path + "." + name, one.get(name), other.get(name)));
    } else if (before instanceof JsonArray one && after instanceof JsonArray other) {
      int length = Math.max(one.items().size(), other.items().size());
      for (int i = 0; i < length; i++) {
        compare(path + "[" + i + "]", item(one, i), item(other, i));
      }
    } else if (before == null || !before.equals(after)) {
      changes.add(new PolicyChange(path, shown(before), shown(after)));
    }
  }

  private static @Nullable JsonValue item(JsonArray array, int index) {
    return index < array.items().size() ? array.items().get(index) : null;
  }

  private static String shown(@Nullable JsonValue value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof JsonString string) {
      return EncodingException.shown(string.value());
    }
    String quoted = EncodingException.shown(Json.line(value));
    return quoted.substring(1, quoted.length() - 1);
  }
}
