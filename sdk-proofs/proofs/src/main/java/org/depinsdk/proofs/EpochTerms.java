package org.depinsdk.proofs;

import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;

/**
 * What stands from the start of an epoch.
 *
 * @param network the network's name, part of every signed domain
 * @param epoch the epoch
 * @param beacon its public randomness
 * @param config this proof's settings in the policy
 */
public record EpochTerms(String network, Epoch epoch, Beacon beacon, ProofConfig config) {}
