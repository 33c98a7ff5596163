package org.depinsdk.proofs;

/**
 * The states that the epoch before left behind for one kind of proof, by key. A judge is handed the state of its own group;
 * here it finds those of others, for example whether a neighbour was heard lately.
 */
@FunctionalInterface
public interface StateView {
  /** No states: the first epoch. */
  StateView NONE = key -> GroupState.EMPTY;

  /**
   * The state of a key.
   *
   * @param key any key
   * @return {@link GroupState#EMPTY} if there is none
   */
  GroupState of(GroupKey key);
}
