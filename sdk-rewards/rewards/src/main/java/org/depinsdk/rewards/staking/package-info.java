/** Tokens that are held for a time: vesting, staking with its rewards, unbonding and slashing. */
@NullMarked
package org.depinsdk.rewards.staking;

import org.jspecify.annotations.NullMarked;
