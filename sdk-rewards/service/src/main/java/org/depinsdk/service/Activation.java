package org.depinsdk.service;

import java.util.Set;
import org.depinsdk.client.Enrollment;

/**
 * Ready answers to {@link Network#activates}, from the narrowest on. Whoever lets in all that ask pays whoever makes the most keys.
 */
@FunctionalInterface
public interface Activation {
  /** By hand: each device waits until somebody activates it. */
  Activation BY_HAND = enrollment -> false;

  /**
   * Whether a device is active at once.
   *
   * @param enrollment what the device signed, with an endorsement whose signature and signer the service has checked
   * @return false if it waits
   */
  boolean activates(Enrollment enrollment);

  /**
   * Devices with an endorsement of one of these manufacturers, or with a voucher of one of these offices: an endorsement for the
   * key of one device, which an operator asks for before the device enrols. The policy names their keys under {@code
   * identity.manufacturers}.
   *
   * @param names of manufacturers and offices
   * @return all other devices wait
   */
  static Activation endorsedBy(String... names) {
    Set<String> known = Set.of(names);
    return enrollment -> enrollment
        .endorsement()
        .filter(endorsement -> known.contains(endorsement.origin().manufacturer()))
        .isPresent();
  }
}
