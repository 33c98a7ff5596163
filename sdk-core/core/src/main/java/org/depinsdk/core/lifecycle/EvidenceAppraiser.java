package org.depinsdk.core.lifecycle;

import java.time.Instant;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;

/**
 * Says what the evidence behind a device's attestation is worth. A network has the evidence that just came in, an auditor the one in
 * a bundle; of the same evidence, context and time both say the same.
 */
@FunctionalInterface
public interface EvidenceAppraiser {
  /** Of a network that takes no evidence. */
  EvidenceAppraiser NONE = (words, device, before, at) -> {
    throw new RefusedInstructionException(
        AttestationReasons.NOT_TAKEN, "the policy names no evidence that counts");
  };

  /**
   * Appraises evidence.
   *
   * @param words what the device signed; that it did is checked already
   * @param device how the device stands
   * @param before the registry in front of the result; may know this device alone
   * @param at when the result begins to count
   * @return the result to record
   * @throws RefusedInstructionException if the evidence is not there or counts nothing
   */
  RegistryChange.Attested appraise(
      SignedAttestation words, DeviceState device, RegistryView before, Instant at)
      throws RefusedInstructionException;
}
