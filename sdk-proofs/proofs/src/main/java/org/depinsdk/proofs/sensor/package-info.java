/** Proof that a sensor measures: range, jumps, spikes, stuck values and agreement with its neighbours. */
@NullMarked
package org.depinsdk.proofs.sensor;

import org.jspecify.annotations.NullMarked;
