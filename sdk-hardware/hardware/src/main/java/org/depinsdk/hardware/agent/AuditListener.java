package org.depinsdk.hardware.agent;

import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.TlogProof;

/**
 * Is notified of what an agent finds when it compares its receipts with the published log, in the thread that compares. If a call throws,
 * it comes again at the next audit.
 */
@FunctionalInterface
public interface AuditListener {
  /**
   * The published log does not hold what a receipt says. Called once for each receipt and finding in each run of the agent.
   *
   * @param receipt as the network gave it
   * @param problem {@link ReceiptProblem#OVERDUE} or {@link ReceiptProblem#NOT_HONOURED}; its proof, if there is one, shows to
   *     anyone that the network lied, and should be saved
   */
  void problem(LogReceipt receipt, ReceiptProblem problem);

  /**
   * The record is in the published log.
   *
   * @param receipt as the network gave it
   * @param proof shows it with the witnesses' cosignatures; the receipt is no longer needed
   */
  default void proven(LogReceipt receipt, TlogProof proof) {}
}
