package org.depinsdk.epoch;

import java.math.BigInteger;
import org.depinsdk.rewards.TokenAmount;

/**
 * One amount before and after.
 *
 * @param before what was paid
 * @param after what would be, or should have been, paid
 */
public record Difference(TokenAmount before, TokenAmount after) {
  /** Nothing before, nothing after. */
  public static final Difference NONE = new Difference(TokenAmount.ZERO, TokenAmount.ZERO);

  /**
   * The difference.
   *
   * @return after less before, below zero for a loss
   */
  public BigInteger change() {
    return after.toBigInteger().subtract(before.toBigInteger());
  }

  /**
   * How much more there is after than before.
   *
   * @return zero if it is less
   */
  public TokenAmount gain() {
    return after.minusOrZero(before);
  }

  /**
   * How much less there is after than before.
   *
   * @return zero if it is more
   */
  public TokenAmount loss() {
    return before.minusOrZero(after);
  }

  /**
   * The sum of two.
   *
   * @param other another difference
   * @return both before, both after
   */
  public Difference plus(Difference other) {
    return new Difference(before.plus(other.before), after.plus(other.after));
  }
}
