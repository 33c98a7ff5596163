/** Policies and formulas of networks that run today, each with its source: to start from, and to compare with. */
@NullMarked
package org.depinsdk.rewards.preset;

import org.jspecify.annotations.NullMarked;
