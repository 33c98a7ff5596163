package org.depinsdk.attestation;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;

/**
 * What good devices say of themselves.
 *
 * @param values the good values by the name that a scheme gives them; bytes are lower-case hexadecimal
 * @param minimums the lowest good number by name, for example a version
 */
public record ReferenceValues(
    SortedMap<String, SortedSet<String>> values, SortedMap<String, Long> minimums) {
  /** No reference values: nothing but the ends of chains can be affirmed. */
  public static final ReferenceValues NONE = new ReferenceValues(Map.of(), Map.of());

  /** Copies. */
  public ReferenceValues {
    TreeMap<String, SortedSet<String>> copy = new TreeMap<>();
    values.forEach(
        (name, good) -> copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(good))));
    values = Collections.unmodifiableSortedMap(copy);
    minimums = Collections.unmodifiableSortedMap(new TreeMap<>(minimums));
  }

  /**
   * Reference values.
   *
   * @param values the good values by name
   * @param minimums the lowest good number by name
   */
  public ReferenceValues(
      Map<String, ? extends Collection<String>> values, Map<String, Long> minimums) {
    this(sorted(values), new TreeMap<>(minimums));
  }

  private static SortedMap<String, SortedSet<String>> sorted(
      Map<String, ? extends Collection<String>> values) {
    TreeMap<String, SortedSet<String>> sorted = new TreeMap<>();
    values.forEach((name, good) -> sorted.put(name, new TreeSet<>(good)));
    return sorted;
  }

  /**
   * Whether there is a reference for a name.
   *
   * @param name of values or of a minimum
   * @return whether a value can be compared
   */
  public boolean has(String name) {
    return values.containsKey(name) || minimums.containsKey(name);
  }

  /**
   * Compares a value.
   *
   * @param name its name
   * @param value what the evidence says
   * @return the reference if the value is one of the good ones
   */
  public Optional<Reference> match(String name, String value) {
    SortedSet<String> good = values.get(name);
    return good != null && good.contains(value)
        ? Optional.of(new Reference(name))
        : Optional.empty();
  }

  /**
   * Compares a number.
   *
   * @param name its name
   * @param number what the evidence says
   * @return the reference if the number is the minimum or more
   */
  public Optional<Reference> atLeast(String name, long number) {
    Long minimum = minimums.get(name);
    return minimum != null && number >= minimum
        ? Optional.of(new Reference(name))
        : Optional.empty();
  }

  /**
   * As JSON.
   *
   * @return an object with {@code values} and {@code minimums}
   */
  public JsonObject json() {
    JsonObject.Builder good = JsonObject.builder();
    values.forEach((name, list) -> good.put(name, JsonArray.of(list, JsonString::new)));
    JsonObject.Builder least = JsonObject.builder();
    minimums.forEach(least::put);
    return JsonObject.builder()
        .put("values", good.build())
        .put("minimums", least.build())
        .build();
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #json} writes it
   * @return the reference values
   * @throws EncodingException if it is anything else
   */
  public static ReferenceValues parse(JsonObject json) throws EncodingException {
    json.onlyNames("values", "minimums");
    TreeMap<String, SortedSet<String>> values = new TreeMap<>();
    JsonObject good = json.object("values");
    for (String name : good.members().keySet()) {
      values.put(name, new TreeSet<>(good.strings(name)));
    }
    TreeMap<String, Long> minimums = new TreeMap<>();
    JsonObject least = json.object("minimums");
    for (String name : least.members().keySet()) {
      minimums.put(name, least.wholeNumber(name));
    }
    return new ReferenceValues((SortedMap<String, SortedSet<String>>) values, minimums);
  }
}
