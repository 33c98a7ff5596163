package org.depinsdk.rewards.policy;

/** Where the tokens go that a pool cannot pay. */
public sealed interface Leftover permits Leftover.Stays, Leftover.Carries, Leftover.ToPool {
  /** Stay unallocated, with their reason. */
  Leftover UNALLOCATED = new Stays();
  /** Enter the same pool in the next epoch. */
  Leftover CARRY_FORWARD = new Carries();

  /**
   * Flow into another pool in the same epoch.
   *
   * @param pool its name
   * @return the place
   */
  static Leftover toPool(String pool) {
    return new ToPool(pool);
  }

  /** They stay unallocated. */
  record Stays() implements Leftover {}

  /** They enter the same pool in the next epoch. */
  record Carries() implements Leftover {}

  /**
   * They flow into another pool.
   *
   * @param pool its name
   */
  record ToPool(String pool) implements Leftover {}
}
