package org.depinsdk.storage.possession;

import org.depinsdk.core.report.ReasonCode;

/** Why {@code possession/1} counts the pieces of a data set or does not. */
public final class PossessionReasons {
  /**
   * All challenges were answered. Facts: pieces, challenges, streak (epochs without a fault, this one included), and the
   * chance in parts per million that a loss of so large a part would have been found in this epoch and in the whole streak.
   */
  public static final ReasonCode PROVEN = new ReasonCode("possession.proven");

  /** The data set counts for nothing in this epoch. Facts: failed, challenges, faults (epochs so far). */
  public static final ReasonCode FAULT = new ReasonCode("possession.fault");

  /** A challenge got no answer in time. */
  public static final ReasonCode UNANSWERED = new ReasonCode("possession.unanswered");

  /** A right answer came after the time in which answers count. */
  public static final ReasonCode LATE = new ReasonCode("possession.late");

  /** An answer does not lead to the root of the piece. */
  public static final ReasonCode WRONG_PROOF = new ReasonCode("possession.wrong-proof");

  /** The provider says itself that the piece is damaged. It has to be repaired. */
  public static final ReasonCode DAMAGED = new ReasonCode("possession.damaged");

  /** The piece left the data set during the epoch; that its challenge was not answered does not count. */
  public static final ReasonCode REMOVED = new ReasonCode("possession.removed");

  /** The same piece is in the operator's data sets more than once; it is counted once. */
  public static final ReasonCode SAME_PIECE = new ReasonCode("possession.same-piece");

  /** The report names a data set that the network does not know, or that has no pieces. */
  public static final ReasonCode NO_PIECES = new ReasonCode("possession.no-pieces");

  /** The report is not of the device that holds the data set; it does not count. */
  public static final ReasonCode NOT_THE_HOLDER = new ReasonCode("possession.not-the-holder");

  private PossessionReasons() {}
}
