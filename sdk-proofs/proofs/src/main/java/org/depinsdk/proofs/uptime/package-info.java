/** Proof that a device was there: heartbeats in distinct intervals of the epoch. */
@NullMarked
package org.depinsdk.proofs.uptime;

import org.jspecify.annotations.NullMarked;
