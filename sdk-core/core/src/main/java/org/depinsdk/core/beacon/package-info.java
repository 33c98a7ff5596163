/** Public randomness that anyone can verify: drand's beacons. */
@NullMarked
package org.depinsdk.core.beacon;

import org.jspecify.annotations.NullMarked;
