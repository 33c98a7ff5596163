/**
 * Proof of coverage by cells: which radio covers which H3 cell, how well, and in which rank. Points, ranks, boosts, trust and
 * speed tiers are those of Helium Mobile (helium/oracles of September 2025: HIP-74, 84, 93, 98, 119, 134), in integers.
 */
@NullMarked
package org.depinsdk.radio.coverage;

import org.jspecify.annotations.NullMarked;
