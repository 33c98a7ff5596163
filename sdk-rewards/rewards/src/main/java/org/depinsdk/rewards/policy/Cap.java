package org.depinsdk.rewards.policy;

import org.depinsdk.rewards.TokenAmount;

/**
 * The most that one device or one operator gets from a pool.
 *
 * @param scope whom it limits
 * @param amount the limit in base units
 * @param spill whether the excess is shared among those below the limit, in proportion to their weights, until all are
 *     at the limit; otherwise it goes where the pool's leftover goes
 */
public record Cap(Scope scope, TokenAmount amount, boolean spill) {
  /** Whom a cap limits. */
  public enum Scope {
    /** Each device. */
    DEVICE,
    /** Each operator, over all its devices. */
    OPERATOR
  }
}
