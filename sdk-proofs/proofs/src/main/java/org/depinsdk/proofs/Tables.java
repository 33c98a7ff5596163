package org.depinsdk.proofs;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a network published for one epoch beside its policy: rows of strings by table and key.
 *
 * @param byName the rows of each table, sorted; copied
 */
public record Tables(SortedMap<String, SortedMap<String, String>> byName) {
  /** Nothing was published. */
  public static final Tables NONE = new Tables(Collections.emptySortedMap());

  /** Copies. */
  public Tables {
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    byName.forEach(
        (name, rows) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(rows))));
    byName = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * The rows of a table, as published.
   *
   * @param name the table
   * @return empty if nothing was published
   */
  public SortedMap<String, String> rows(String name) {
    return byName.getOrDefault(name, Collections.emptySortedMap());
  }

  /**
   * These with one more table.
   *
   * @param name the table
   * @param rows its rows, in place of those it had
   * @return the tables
   */
  public Tables with(String name, SortedMap<String, String> rows) {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>(byName);
    all.put(name, rows);
    return new Tables(all);
  }
}
