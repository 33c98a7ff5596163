package org.depinsdk.rewards.allocation;

import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.TokenAmount;

/**
 * Tokens that move from one pool to another within an epoch.
 *
 * @param from the pool they leave; empty where they are new or carried in
 * @param to the pool they enter
 * @param reason why, one of {@link AllocationReasons}
 * @param amount how many
 */
public record Flow(String from, String to, ReasonCode reason, TokenAmount amount) {}
