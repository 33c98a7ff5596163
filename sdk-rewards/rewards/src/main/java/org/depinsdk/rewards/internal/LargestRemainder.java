package org.depinsdk.rewards.internal;

import java.math.BigInteger;

/** Hamilton's method on whole numbers: whole shares first, then one more for the largest fractions. */
public final class LargestRemainder {
  private LargestRemainder() {}

  /**
   * Divides an amount completely.
   *
   * @param amount what to divide
   * @param weights of those who share, 0 or more
   * @param total their sum, 1 or more
   * @return one share for each weight; they sum to the amount. Of equal fractions the first in the column comes first
   */
  public static UnsignedColumn divide(BigInteger amount, UnsignedColumn weights, BigInteger total) {
    int count = weights.size();
    UnsignedColumn shares = new UnsignedColumn(count);
    UnsignedColumn fractions = new UnsignedColumn(count);
    BigInteger left = amount;
    for (int i = 0; i < count; i++) {
      BigInteger[] parts = amount.multiply(weights.get(i)).divideAndRemainder(total);
      shares.set(i, parts[0]);
      fractions.set(i, parts[1]);
      left = left.subtract(parts[0]);
    }
    if (left.signum() == 0) {
      return shares;
    }
    // the fractions sum to left * total and each is below total, so that fewer are left than there
    // are shares
    int more = left.intValueExact();
    BigInteger least = fractions.sorted().get(count - more);
    int above = 0;
    for (int i = 0; i < count; i++) {
      above += fractions.get(i).compareTo(least) > 0 ? 1 : 0;
    }
    int ties = more - above;
    for (int i = 0; i < count; i++) {
      int order = fractions.get(i).compareTo(least);
      if (order > 0 || (order == 0 && ties-- > 0)) {
        shares.add(i, BigInteger.ONE);
      }
    }
    return shares;
  }
}
