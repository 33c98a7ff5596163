package org.depinsdk.proofs;

import java.util.Set;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;

/**
 * What a verifier may know beside the evidence.
 *
 * @param network the network's name, part of every signed domain
 * @param epoch the epoch that is judged
 * @param beacon its public randomness
 * @param config this proof's settings in the policy
 * @param registry all devices at every moment up to the epoch's close
 * @param denied the devices that a sanction denies this proof: what they score is withheld, and where devices compete, as for
 *     the ranks of a cell, they must take nothing from others; copied
 */
public record ProofContext(
    String network,
    Epoch epoch,
    Beacon beacon,
    ProofConfig config,
    RegistryView registry,
    Set<DeviceId> denied) {
  /** Copies. */
  public ProofContext {
    denied = Set.copyOf(denied);
  }

  /**
   * A context in which nobody is denied.
   *
   * @param network the network's name
   * @param epoch the epoch that is judged
   * @param beacon its public randomness
   * @param config this proof's settings in the policy
   * @param registry all devices at every moment up to the epoch's close
   */
  public ProofContext(
      String network, Epoch epoch, Beacon beacon, ProofConfig config, RegistryView registry) {
    this(network, epoch, beacon, config, registry, Set.of());
  }
}
