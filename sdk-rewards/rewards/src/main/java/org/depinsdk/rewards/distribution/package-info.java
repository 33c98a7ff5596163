/** Cumulative Merkle distributions: lifetime totals of operators, their root and their proofs. */
@NullMarked
package org.depinsdk.rewards.distribution;

import org.jspecify.annotations.NullMarked;
