/**
 * One signature over many readings: a report carries the root of a Merkle tree of what a device measured, so that a reading costs
 * hashes and no signature, and each can be shown and checked alone.
 */
@NullMarked
package org.depinsdk.proofs.readings;

import org.jspecify.annotations.NullMarked;
