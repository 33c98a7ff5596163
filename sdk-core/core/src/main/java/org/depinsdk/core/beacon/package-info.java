/**
 * Public randomness that anyone can verify. A policy names a {@link org.depinsdk.core.beacon.BeaconSource}; a {@link
 * org.depinsdk.core.beacon.BeaconProof} shows that an epoch's randomness came from it.
 */
@NullMarked
package org.depinsdk.core.beacon;

import org.jspecify.annotations.NullMarked;
