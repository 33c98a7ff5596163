package org.depinsdk.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.drand.DrandBeacons;
import org.depinsdk.client.drand.DrandClient;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Tables;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * What a network decides beside its policy: where its randomness is found, figures from outside, who is admitted. A new network is one class
 * that implements this, and one policy file. Called by several threads.
 */
public interface Network {
  /**
   * Where the proofs of each epoch's randomness are found. The policy names the source; this only fetches, and the service
   * verifies.
   *
   * @param policy names the source
   * @param data a folder for what was fetched
   * @return unless the network says otherwise: for {@code drand}, its public relays; for {@code demo}, {@link SeededBeacons} of
   *     the network's name
   * @throws IOException if the source is {@code vrf}, whose secret the network alone has; hand over a {@link
   *     org.depinsdk.core.beacon.VrfBeacons}
   */
  default BeaconProofs beacons(NetworkPolicy policy, Path data) throws IOException {
    if (policy.randomness() instanceof BeaconSource.Drand drand) {
      return new DrandBeacons(
          drand,
          new DrandClient(
              drand.chain(),
              DrandClient.PUBLIC_RELAYS,
              data.resolve("drand"),
              Duration.ofSeconds(5),
              InstantSource.system()));
    } else if (policy.randomness() instanceof BeaconSource.Demo) {
      return new SeededBeacons(policy.network());
    }
    throw new IOException("the policy takes its randomness from "
        + policy.randomness().name() + ", and the network does not override beacons");
  }

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
   * What is published for an epoch and read by its proofs, such as announced maintenance.
   *
   * @param epoch an epoch that has closed
   * @return no tables unless the network says otherwise; always the same for one epoch, also after a restart
   */
  default Tables tables(Epoch epoch) {
    return Tables.NONE;
  }

  /**
   * Whether a device that enrols is active at once. Otherwise it waits until somebody activates it. A network that lets in whoever
   * asks pays whoever makes the most devices; {@link Activation} has ready answers.
   *
   * @param enrollment what the device signed
   * @return false unless the network says otherwise
   */
  default boolean activates(Enrollment enrollment) {
    return Activation.BY_HAND.activates(enrollment);
  }

  /**
   * Whether a device is suspended when two machines were found behind it. It is recorded in any case; which of the two is the real
   * one, software cannot say.
   *
   * @param finding the device and a report of each machine
   * @return true unless the network says otherwise
   */
  default boolean suspends(CloneFinding finding) {
    return true;
  }

  /**
   * The revocation lists of certificates, as they were fetched last. Asked for at each attestation and every few seconds; what a
   * new list names stops counting.
   *
   * @return no lists unless the network says otherwise; it answers from memory
   */
  default RevocationLists revocationLists() {
    return RevocationLists.NONE;
  }

  /**
   * What judges evidence and issues challenges.
   *
   * @return every verifier on the class path unless the network says otherwise; always the same
   */
  default ProofVerifiers verifiers() {
    return ProofVerifiers.load();
  }

  /**
   * What runs a closed epoch.
   *
   * @return one JVM with {@link #verifiers()} unless the network says otherwise
   */
  default EpochEngine engine() {
    return new LocalEpochEngine(verifiers());
  }
}
