package org.depinsdk.core.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.depinsdk.core.encoding.EncodingException;

/**
 * An array.
 *
 * @param items in order
 * @param location where it was read
 */
public record JsonArray(List<JsonValue> items, JsonLocation location) implements JsonValue {
  /** Copies. */
  public JsonArray {
    items = List.copyOf(items);
  }

  /**
   * An array that was not read.
   *
   * @param values what the items are made from, in order
   * @param item makes an item
   * @param <T> the values' type
   * @return the array
   */
  public static <T> JsonArray of(
      Collection<? extends T> values, Function<? super T, ? extends JsonValue> item) {
    List<JsonValue> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(item.apply(value)));
    return new JsonArray(items, JsonLocation.NONE);
  }

  /**
   * An array of strings that was not read.
   *
   * @param values the strings, in order
   * @return the array
   */
  public static JsonArray ofStrings(Collection<String> values) {
    return of(values, JsonString::new);
  }

  /**
   * The items, if all are strings.
   *
   * @return the strings
   * @throws EncodingException if an item is not a string
   */
  public List<String> strings() throws EncodingException {
    List<String> all = new ArrayList<>(items.size());
    for (JsonValue item : items) {
      if (!(item instanceof JsonString string)) {
        throw item.unexpected("a string");
      }
      all.add(string.value());
    }
    return all;
  }

  /**
   * The items, if all are objects.
   *
   * @return the objects
   * @throws EncodingException if an item is not an object
   */
  public List<JsonObject> objects() throws EncodingException {
    List<JsonObject> all = new ArrayList<>(items.size());
    for (JsonValue item : items) {
      if (!(item instanceof JsonObject object)) {
        throw item.unexpected("an object");
      }
      all.add(object);
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonArray a && items.equals(a.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }
}
