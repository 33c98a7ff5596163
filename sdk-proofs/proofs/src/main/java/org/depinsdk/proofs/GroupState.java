package org.depinsdk.proofs;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a judge remembers from one epoch to the next about what a key names, for example since when a radio serves its cell,
 * or how many challenges a disk missed. Part of the bundle, so keep it small.
 *
 * @param values names and values, sorted; copied
 */
public record GroupState(SortedMap<String, String> values) {
  /** Nothing to remember. */
  public static final GroupState EMPTY = new GroupState(Collections.emptySortedMap());

  /** Most characters of all names and values together. */
  public static final int MAX_CHARACTERS = 4096;

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if names and values have more than {@link #MAX_CHARACTERS} characters together
   */
  public GroupState {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    int characters = 0;
    for (Map.Entry<String, String> value : values.entrySet()) {
      characters += value.getKey().length() + value.getValue().length();
    }
    if (characters > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "a state has at most " + MAX_CHARACTERS + " characters, not " + characters);
    }
  }

  /**
   * A state.
   *
   * @param values names and values
   * @return the state
   */
  public static GroupState of(Map<String, String> values) {
    return new GroupState(new TreeMap<>(values));
  }

  /**
   * Whether there is nothing to remember; such a state is not kept.
   *
   * @return true for {@link #EMPTY}
   */
  public boolean isEmpty() {
    return values.isEmpty();
  }
}
