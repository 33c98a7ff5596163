package org.depinsdk.storage.erasure;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Shards that cannot be restored. */
public final class ShardRepairException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** Fewer shards than the code has data are what was committed to. Whoever holds the damaged ones is to be asked. */
    TOO_FEW,
    /** The commitments do not belong together. That is the uploader's fault, not that of a holder. */
    NOT_A_CODE_WORD
  }

  private final Reason reason;
  private final transient SortedSet<Integer> shards;

  ShardRepairException(Reason reason, SortedSet<Integer> shards, String message) {
    super(message);
    this.reason = reason;
    this.shards = Collections.unmodifiableSortedSet(new TreeSet<>(shards));
  }

  /**
   * Why not.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Which shards are damaged, or differ from their commitments.
   *
   * @return their numbers
   */
  public SortedSet<Integer> shards() {
    return shards;
  }
}
