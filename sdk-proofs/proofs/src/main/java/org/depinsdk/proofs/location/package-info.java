/** Proof that a device is where it says: satellite fixes, round trips of light, history, neighbours. */
@NullMarked
package org.depinsdk.proofs.location;

import org.jspecify.annotations.NullMarked;
