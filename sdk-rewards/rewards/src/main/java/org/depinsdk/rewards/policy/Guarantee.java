package org.depinsdk.rewards.policy;

import org.depinsdk.rewards.TokenAmount;

/**
 * What everybody with a weight gets first, before the rest is divided in proportion to weights. Where the pool is too
 * small for it, all get the same part of it.
 *
 * @param scope who gets it: each device, or each operator
 * @param amount base units
 */
public record Guarantee(Cap.Scope scope, TokenAmount amount) {}
