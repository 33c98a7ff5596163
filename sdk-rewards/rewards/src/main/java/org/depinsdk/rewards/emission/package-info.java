/** How many tokens an epoch mints: exact integer schedules of a small state. */
@NullMarked
package org.depinsdk.rewards.emission;

import org.jspecify.annotations.NullMarked;
