package org.depinsdk.rewards.policy;

/** What happens to the units that are left when a pool does not divide evenly. */
public enum Remainder {
  /**
   * Every line is rounded down; what is left goes where the pool's leftover goes. Equal weights get equal amounts, and
   * splitting a contribution over more devices never raises its sum.
   */
  FLOOR,
  /**
   * Hamilton's method, between operators: each gets its whole share, then the operators with the largest fractions one
   * unit more until nothing is left; a tie goes to the lower address. Within an operator its lines share in the same way,
   * a tie going to the first line. Nothing is left, and how an operator spreads its work over devices does not matter.
   */
  LARGEST_REMAINDER,
  /** As {@link #FLOOR}, but what is left by rounding enters the same pool in the next epoch. */
  CARRY_FORWARD
}
