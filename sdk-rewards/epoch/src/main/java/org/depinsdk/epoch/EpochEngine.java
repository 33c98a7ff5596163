package org.depinsdk.epoch;

import java.io.IOException;
import java.util.List;
import org.depinsdk.rewards.document.PolicyProblem;

/**
 * Judges an epoch's evidence, wherever that runs: on one thread, on all processors or on many machines. The outcome is a pure
 * function of the input; where it is computed makes no difference to a single bit. What follows judging is {@link
 * Settlement}, the same for every engine.
 */
public interface EpochEngine {
  /**
   * Says beforehand what would keep this engine from settling epochs by a policy: a proof without a verifier, settings that a
   * verifier does not know or cannot read, kinds that nothing gives. A policy that passes can always be settled, as long as
   * each epoch brings the figures that its emission asks for.
   *
   * @param policy the rules
   * @return empty if all is well
   */
  List<PolicyProblem> check(NetworkPolicy policy);

  /**
   * Judges an epoch. No evidence stops it: what cannot be judged is a fault of the epoch.
   *
   * @param input everything that decides the outcome
   * @return what the evidence came to; close it after use
   * @throws IOException if the evidence or a work file cannot be read or written
   * @throws IllegalArgumentException if the policy does not pass {@link #check}
   */
  JudgedEpoch judge(EpochInput input) throws IOException;

  /**
   * Judges and settles an epoch.
   *
   * @param input everything that decides the outcome
   * @return the outcome; close it after use
   * @throws IOException if the evidence or a work file cannot be read or written
   * @throws IllegalArgumentException if the policy does not pass {@link #check}, or if the epoch lacks a figure that its
   *     emission asks for; nothing is judged then
   */
  default EpochOutcome run(EpochInput input) throws IOException {
    SettlementInput settlement = SettlementInput.of(input);
    Settlement.minted(settlement);
    JudgedEpoch judged = judge(input);
    boolean settled = false;
    try {
      EpochOutcome outcome = Settlement.settle(settlement, judged);
      settled = true;
      return outcome;
    } finally {
      if (!settled) {
        judged.close();
      }
    }
  }
}
