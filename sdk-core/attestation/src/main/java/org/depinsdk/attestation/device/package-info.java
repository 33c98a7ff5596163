/**
 * Devices with a certificate of their manufacturer: chains by IEEE 802.1AR, ATECC608 and Matter, with proof that the device holds
 * the certified key; and the manufacturer's side, which issues them.
 */
@NullMarked
package org.depinsdk.attestation.device;

import org.jspecify.annotations.NullMarked;
