package org.depinsdk.radio.witness;

import java.util.Optional;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;

/**
 * What the checks know of a device.
 *
 * @param device which device
 * @param active whether the registry has it active
 * @param place its asserted cell
 * @param denied whether a sanction denies it
 * @param capable whether its class may beacon and witness
 * @param region its radio region
 * @param gainDeciDbi its antenna gain in tenths of a dBi
 * @param reciprocal whether HIP-106 lets it take part
 */
record Gateway(
    DeviceId device,
    boolean active,
    Optional<H3Cell> place,
    boolean denied,
    boolean capable,
    RadioRegion region,
    int gainDeciDbi,
    boolean reciprocal) {
  static final int FINEST_NEEDED = 11;

  boolean isAsserted() {
    return place.isPresent() && place.get().resolution() >= FINEST_NEEDED;
  }
}
