/**
 * Proof of coverage by radio, as Helium IoT did it until 2026: a device sends a beacon at a moment that it could not choose,
 * others prove that they heard it. Rules and constants are those of helium/oracles (HIP-15, 17, 83, 104, 106).
 */
@NullMarked
package org.depinsdk.radio.witness;

import org.jspecify.annotations.NullMarked;
