package org.depinsdk.service;

import java.io.IOException;
import java.time.Instant;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.emission.EpochFacts;

/** Everything in which one network differs from another. A new network is one class that implements this. */
public interface Network {
  /**
   * The rules: name, epochs, which reports count, how they are judged and paid.
   *
   * @return always the same
   */
  NetworkPolicy policy();

  /**
   * The rules of an epoch: those of {@link #policy()}, except that rewards may change from one epoch to another.
   *
   * @param epoch an epoch that has closed
   * @return always the same for one epoch
   * @throws IOException if they cannot be read
   */
  default NetworkPolicy policy(Epoch epoch) throws IOException {
    return policy();
  }

  /**
   * The public randomness of an epoch.
   *
   * @param epoch an epoch that has begun
   * @return always the same for one epoch
   */
  Beacon beacon(Epoch epoch);

  /**
   * The challenges of an epoch, as the network's proofs expect them to be answered.
   *
   * @param epoch an epoch that has begun
   * @return its schedule
   */
  ChallengeSchedule challenges(Epoch epoch);

  /**
   * Figures from outside that the emission asks for, such as burned tokens.
   *
   * @param epoch an epoch that has closed
   * @return no figures unless the network says otherwise; always the same for one epoch
   */
  default EpochFacts facts(Epoch epoch) {
    return EpochFacts.of(epoch);
  }

  /**
   * Who was denied or banned: what it would be paid for an epoch that a sanction touches is withheld.
   *
   * @param closesAt when the epoch closes that is settled; later steps do not reach it
   * @return nobody unless the network says otherwise; always the same for one moment
   */
  default SanctionLedger sanctions(Instant closesAt) {
    return SanctionLedger.EMPTY;
  }

  /**
   * Whether a device that enrols is active at once. Otherwise it waits until somebody activates it.
   *
   * @param enrollment what the device signed
   * @return true unless the network says otherwise
   */
  default boolean activates(Enrollment enrollment) {
    return true;
  }

  /**
   * Whether a device is suspended when two boxes were found behind it. It is recorded in any case; which of the two is the real
   * one, software cannot say.
   *
   * @param finding the device and a report of each box
   * @return true unless the network says otherwise
   */
  default boolean suspends(CloneFinding finding) {
    return true;
  }

  /**
   * What runs a closed epoch.
   *
   * @return one JVM with every verifier on the class path unless the network says otherwise
   */
  default EpochEngine engine() {
    return new LocalEpochEngine(ProofVerifiers.load());
  }
}
