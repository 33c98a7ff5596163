/** What a network plans by before it decides on a policy. Estimates in floating point; nothing here is paid or recomputed. */
@NullMarked
package org.depinsdk.rewards.planning;

import org.jspecify.annotations.NullMarked;
