package org.depinsdk.proofs;

import java.time.DateTimeException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A table that a verifier reads: what a network publishes for an epoch and what changes too often to be a setting, for
 * example which cells are boosted. It is a bundle part of its own, so that the policy's id stays the same.
 *
 * <p>A row that cannot be read is left out and noted among the faults of the epoch; it never stops the epoch.
 *
 * @param name lower-case words joined by hyphens, the same for every verifier that reads the table
 * @param columns what key and value are, for people: {@code device, tenths of a dBi}
 * @param description one sentence
 * @param parser reads a row
 * @param <K> the keys
 * @param <V> the values
 */
public record Table<K extends Comparable<K>, V>(
    String name, String columns, String description, RowParser<K, V> parser) {

  /**
   * Reads a row.
   *
   * @param <K> the keys
   * @param <V> the values
   */
  @FunctionalInterface
  public interface RowParser<K extends Comparable<K>, V> {
    /**
     * Reads a row.
     *
     * @param key as published
     * @param value as published
     * @return key and value
     * @throws IllegalArgumentException if either is not what the table holds; the message is not shown
     * @throws DateTimeException if either is no date or time
     */
    Map.Entry<K, V> parse(String key, String value);
  }

  /**
   * A table that only says which keys are in it: the value of each row is {@code yes}.
   *
   * @param name the name
   * @param column what the keys are, for people
   * @param description one sentence
   * @param parser reads a key; throws {@link IllegalArgumentException} if it is none
   * @param <K> the keys
   * @return the table
   */
  public static <K extends Comparable<K>> Table<K, Boolean> set(
      String name, String column, String description, Function<String, K> parser) {
    return new Table<>(name, column + ", yes", description, (key, value) -> {
      if (!value.equals("yes")) {
        throw new IllegalArgumentException(value);
      }
      return Map.entry(parser.apply(key), true);
    });
  }

  /**
   * The readable rows.
   *
   * @param tables what a network published
   * @return by key, unmodifiable
   */
  public SortedMap<K, V> rows(Tables tables) {
    SortedMap<K, V> rows = new TreeMap<>();
    tables
        .rows(name)
        .forEach((key, value) ->
            read(key, value).ifPresent(row -> rows.put(row.getKey(), row.getValue())));
    return Collections.unmodifiableSortedMap(rows);
  }

  /**
   * The rows that cannot be read.
   *
   * @param tables what a network published
   * @return key and value as published, unmodifiable
   */
  public SortedMap<String, String> unreadable(Tables tables) {
    SortedMap<String, String> unreadable = new TreeMap<>(tables.rows(name));
    unreadable.entrySet().removeIf(row -> read(row.getKey(), row.getValue()).isPresent());
    return Collections.unmodifiableSortedMap(unreadable);
  }

  private Optional<Map.Entry<K, V>> read(String key, String value) {
    try {
      return Optional.of(parser.parse(key, value));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
