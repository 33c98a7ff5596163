/** How good a link is: tests, their averages and tiers, which more than one proof needs. */
@NullMarked
package org.depinsdk.proofs.speed;

import org.jspecify.annotations.NullMarked;
