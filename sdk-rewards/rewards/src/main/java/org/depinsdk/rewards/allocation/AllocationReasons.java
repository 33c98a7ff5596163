package org.depinsdk.rewards.allocation;

import org.depinsdk.core.report.ReasonCode;

/** The stable reasons for which tokens move between pools or stay unallocated. */
public final class AllocationReasons {
  /** The new tokens of the epoch. */
  public static final ReasonCode MINTED = new ReasonCode("allocation.minted");
  /** A pool's share of its parent. */
  public static final ReasonCode SHARE = new ReasonCode("allocation.share");
  /** Kept from an earlier epoch. */
  public static final ReasonCode CARRIED = new ReasonCode("allocation.carried");
  /** What was left after rounding down. */
  public static final ReasonCode REMAINDER = new ReasonCode("allocation.remainder");
  /** Nobody contributed anything that the pool counts. */
  public static final ReasonCode NO_CONTRIBUTION = new ReasonCode("allocation.no-contribution");
  /** No sub-network has a score. */
  public static final ReasonCode NO_SCORE = new ReasonCode("allocation.no-score");
  /** What devices missed of their full scores. */
  public static final ReasonCode NOT_EARNED = new ReasonCode("allocation.not-earned");
  /** Above what the pool pays for a unit. */
  public static final ReasonCode ABOVE_LIMIT = new ReasonCode("allocation.above-limit");
  /** Above the cap of a device or an operator. */
  public static final ReasonCode ABOVE_CAP = new ReasonCode("allocation.above-cap");
  /** The policy holds this pool back. */
  public static final ReasonCode RESERVED = new ReasonCode("allocation.reserved");

  private AllocationReasons() {}
}
