package org.depinsdk.epoch;

import java.io.IOException;

/**
 * Runs an epoch: evidence to verdicts, verdicts to amounts, amounts to a root. The outcome is a pure function of the input;
 * where it is computed, on one thread or on many machines, makes no difference to a single bit.
 */
public interface EpochEngine {
  /**
   * Runs an epoch.
   *
   * @param input everything that decides the outcome
   * @return the outcome
   * @throws IOException where the evidence could not be read
   */
  EpochOutcome run(EpochInput input) throws IOException;

  /**
   * Says beforehand whether this engine can judge by a policy, so that a network does not start that could not settle.
   *
   * @param policy the rules
   * @throws IllegalStateException where it cannot; the message names the proof that is missing
   */
  default void check(NetworkPolicy policy) {}
}
