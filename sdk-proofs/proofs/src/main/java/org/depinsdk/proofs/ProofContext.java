package org.depinsdk.proofs;

import java.util.Set;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;

/**
 * What a verifier may know beside the evidence.
 *
 * @param terms network, epoch, beacon and settings
 * @param registry all devices at every moment up to the epoch's close
 * @param denied the devices that a sanction denies this proof: what they score is withheld, and if devices compete, as for
 *     the ranks of a cell, they must take nothing from others; copied
 * @param tables what the network published for this epoch, see {@link ProofVerifier#tables}
 * @param state what the epoch before left behind for this proof
 */
public record ProofContext(
    EpochTerms terms, RegistryView registry, Set<DeviceId> denied, Tables tables, StateView state) {
  /** Copies. */
  public ProofContext {
    denied = Set.copyOf(denied);
  }

  /**
   * A context in which nobody is denied, without tables and states.
   *
   * @param terms network, epoch, beacon and settings
   * @param registry all devices at every moment up to the epoch's close
   */
  public ProofContext(EpochTerms terms, RegistryView registry) {
    this(terms, registry, Set.of(), Tables.NONE, StateView.NONE);
  }

  /**
   * This with devices that a sanction denies.
   *
   * @param devices in place of those it had
   * @return the context
   */
  public ProofContext withDenied(Set<DeviceId> devices) {
    return new ProofContext(terms, registry, devices, tables, state);
  }

  /**
   * This with what the network published.
   *
   * @param published in place of what it had
   * @return the context
   */
  public ProofContext with(Tables published) {
    return new ProofContext(terms, registry, denied, published, state);
  }

  /**
   * This with what the epoch before left behind.
   *
   * @param before in place of what it had
   * @return the context
   */
  public ProofContext with(StateView before) {
    return new ProofContext(terms, registry, denied, tables, before);
  }

  /**
   * The network's name, part of every signed domain.
   *
   * @return the name
   */
  public String network() {
    return terms.network();
  }

  /**
   * The epoch that is judged.
   *
   * @return the epoch
   */
  public Epoch epoch() {
    return terms.epoch();
  }

  /**
   * The epoch's public randomness.
   *
   * @return the beacon
   */
  public Beacon beacon() {
    return terms.beacon();
  }

  /**
   * This proof's settings in the policy.
   *
   * @return the settings
   */
  public ProofConfig config() {
    return terms.config();
  }
}
