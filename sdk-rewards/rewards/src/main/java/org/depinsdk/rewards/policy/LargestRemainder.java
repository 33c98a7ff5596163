package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/** Hamilton's method on whole numbers: whole shares first, then one more for the largest fractions. */
final class LargestRemainder {
  private LargestRemainder() {}

  /**
   * Divides an amount completely.
   *
   * @param amount what to divide
   * @param weights of those who share, 0 or more
   * @param total their sum, 1 or more
   * @return one share for each weight; they sum to the amount. Of equal fractions the first in the array comes first
   */
  static BigInteger[] divide(BigInteger amount, BigInteger[] weights, BigInteger total) {
    BigInteger[] shares = new BigInteger[weights.length];
    BigInteger[] fractions = new BigInteger[weights.length];
    BigInteger left = amount;
    for (int i = 0; i < weights.length; i++) {
      BigInteger[] parts = amount.multiply(weights[i]).divideAndRemainder(total);
      shares[i] = parts[0];
      fractions[i] = parts[1];
      left = left.subtract(parts[0]);
    }
    if (left.signum() == 0) {
      return shares;
    }
    Integer[] order = new Integer[weights.length];
    Arrays.setAll(order, i -> i);
    // a stable sort: equal fractions keep the order of the array
    Arrays.sort(order, Comparator.comparing((Integer i) -> fractions[i]).reversed());
    // the fractions sum to left * total and each is below total, so that fewer are left than there
    // are shares
    for (int i = 0; i < left.intValueExact(); i++) {
      shares[order[i]] = shares[order[i]].add(BigInteger.ONE);
    }
    return shares;
  }
}
