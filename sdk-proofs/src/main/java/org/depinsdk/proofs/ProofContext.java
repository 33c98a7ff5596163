package org.depinsdk.proofs;

import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.registry.RegistryView;

/**
 * What a verifier may know beside the evidence.
 *
 * @param network the network's name, part of every signed domain
 * @param epoch the epoch that is judged
 * @param beacon its public randomness
 * @param config this proof's settings in the policy
 * @param registry all devices at every moment up to the epoch's close
 */
public record ProofContext(
    String network, Epoch epoch, Beacon beacon, ProofConfig config, RegistryView registry) {}
