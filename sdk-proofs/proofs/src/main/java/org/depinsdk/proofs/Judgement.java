package org.depinsdk.proofs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a judge concluded from one group.
 *
 * @param verdicts at most one for each device of the group
 * @param state what shall be remembered, by key: usually the group's own. A key that is not named keeps what it had;
 *     {@link GroupState#EMPTY} forgets it
 */
public record Judgement(List<Verdict> verdicts, SortedMap<GroupKey, GroupState> state) {
  /** Copies. */
  public Judgement {
    verdicts = List.copyOf(verdicts);
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
  }

  /**
   * Verdicts that leave what is remembered as it was.
   *
   * @param verdicts at most one for each device of the group
   * @return the judgement
   */
  public static Judgement of(List<Verdict> verdicts) {
    return new Judgement(verdicts, Collections.emptySortedMap());
  }

  /**
   * This with what shall be remembered.
   *
   * @param changed states by key
   * @return the judgement
   */
  public Judgement with(Map<GroupKey, GroupState> changed) {
    return new Judgement(verdicts, new TreeMap<>(changed));
  }
}
