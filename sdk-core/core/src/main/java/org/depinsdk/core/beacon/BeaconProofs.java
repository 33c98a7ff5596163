package org.depinsdk.core.beacon;

import java.io.IOException;
import org.depinsdk.core.epoch.Epoch;

/** Where proofs of beacons are found. Safe for several threads. */
@FunctionalInterface
public interface BeaconProofs {
  /**
   * Finds the proof of an epoch. It may take seconds, if it is asked of others.
   *
   * @param epoch any epoch
   * @return always the same for one epoch
   * @throws IOException if it is not there yet or nobody that was asked has it; the message says why, and the caller may try
   *     again
   */
  BeaconProof find(Epoch epoch) throws IOException;
}
