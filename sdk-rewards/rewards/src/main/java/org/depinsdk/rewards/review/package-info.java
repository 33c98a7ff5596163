/** Looking back at past epochs: what another policy would have paid, and what a correction owes. */
@NullMarked
package org.depinsdk.rewards.review;

import org.jspecify.annotations.NullMarked;
