package org.depinsdk.proofs;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table that a verifier reads: what a network publishes for an epoch and what changes too often to be a setting, for
 * example which cells are boosted. It is a bundle part of its own, so that the policy's id stays the same.
 *
 * <p>A row that cannot be read is left out and noted among the faults of the epoch; it never stops the epoch.
 *
 * @param name lower-case words joined by hyphens, the same for every verifier that reads the table
 * @param columns what key and value are, for people
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
     */
    java.util.Map.Entry<K, V> parse(String key, String value);
  }

  /**
   * The readable rows.
   *
   * @param tables what a network published
   * @return by key, unmodifiable
   */
  public SortedMap<K, V> rows(Tables tables) {
    SortedMap<K, V> rows = new TreeMap<>();
    tables.rows(name).forEach((key, value) -> {
      try {
        var row = parser.parse(key, value);
        rows.put(row.getKey(), row.getValue());
      } catch (IllegalArgumentException e) {
        // left out; unreadable() names it
      }
    });
    return Collections.unmodifiableSortedMap(rows);
  }

  /**
   * The rows that cannot be read.
   *
   * @param tables what a network published
   * @return key and value as published, unmodifiable
   */
  public SortedMap<String, String> unreadable(Tables tables) {
    SortedMap<String, String> unreadable = new TreeMap<>();
    tables.rows(name).forEach((key, value) -> {
      try {
        parser.parse(key, value);
      } catch (IllegalArgumentException e) {
        unreadable.put(key, value);
      }
    });
    return Collections.unmodifiableSortedMap(unreadable);
  }
}
