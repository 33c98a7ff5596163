package org.depinsdk.rewards.allocation;

import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.TokenAmount;

/**
 * Tokens of a pool that nobody is paid.
 *
 * @param pool the pool in which they stay
 * @param reason why, one of {@link AllocationReasons}
 * @param amount how many
 * @param carried whether they enter the same pool in the next epoch
 */
public record Unallocated(String pool, ReasonCode reason, TokenAmount amount, boolean carried) {}
