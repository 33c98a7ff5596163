package org.depinsdk.hardware.agent;

import java.util.Optional;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;

/**
 * Why a network's word about a report does not hold.
 *
 * @param reason a stable code
 * @param detail facts for people
 * @param proof shows to anyone that the network lied; empty if nothing does
 */
public record ReceiptProblem(ReasonCode reason, String detail, Optional<MisbehaviourProof> proof) {
  /** The network sent no receipt for a report that it decided about. */
  public static final ReasonCode MISSING = new ReasonCode("receipt.missing");

  /** The receipt cannot be read, is not signed by the network's log, or its path does not lead to the signed root. */
  public static final ReasonCode INVALID = new ReasonCode("receipt.invalid");

  /** The receipt is of another report or another decision than the one that was answered. */
  public static final ReasonCode ANOTHER_DECISION = new ReasonCode("receipt.another-decision");

  /** The published log is another one than the receipt is of; the proof shows it to anyone. */
  public static final ReasonCode NOT_HONOURED = new ReasonCode("receipt.not-honoured");

  /** The log was not published up to the report's place when it had to be; without a proof only the device knows the time. */
  public static final ReasonCode OVERDUE = new ReasonCode("receipt.overdue");

  /** The published log cannot be read, or is not signed as it must be. */
  public static final ReasonCode LOG_UNREADABLE = new ReasonCode("receipt.log-unreadable");

  static ReceiptProblem lied(LogReceipt receipt, MisbehaviourProof proof) {
    return new ReceiptProblem(
        proof instanceof MisbehaviourProof.Overdue ? OVERDUE : NOT_HONOURED,
        "the published log does not honour the receipt for record " + receipt.index(),
        Optional.of(proof));
  }

  static ReceiptProblem of(ReasonCode reason, String detail) {
    return new ReceiptProblem(reason, detail, Optional.empty());
  }
}
