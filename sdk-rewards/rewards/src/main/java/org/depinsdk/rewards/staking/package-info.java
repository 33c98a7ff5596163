/** Tokens that are held for a time: vesting, staking with its rewards, unbonding, slashing, and how large a stake must be. */
@NullMarked
package org.depinsdk.rewards.staking;

import org.jspecify.annotations.NullMarked;
