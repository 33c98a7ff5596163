package org.depinsdk.rewards;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.internal.LargestRemainder;
import org.depinsdk.rewards.internal.UnsignedColumn;

/**
 * Who owned a device in an epoch, and how they share the result. Only the proportion of the weights counts: for a
 * measured quantity they are the units of each owner's time, for an attribute of the device the time itself.
 *
 * @param shares at least one, of distinct operators, not all of weight 0; copied, in the order of the operators; a sole
 *     owner's weight becomes 1
 */
public record Owners(List<Share> shares) implements Comparable<Owners> {
  private static final Comparator<Share> ORDER =
      Comparator.comparing(Share::operator).thenComparingLong(Share::weight);

  /**
   * One owner's share.
   *
   * @param operator the owner
   * @param weight 0 or more
   */
  public record Share(OperatorId operator, long weight) {
    /** Checks the weight. */
    public Share {
      Objects.requireNonNull(operator, "operator");
      if (weight < 0) {
        throw new IllegalArgumentException(
            "an owner's weight is 0 or more, not " + weight + " for " + operator);
      }
    }
  }

  /** Copies, and checks the owners. */
  public Owners {
    if (shares.size() > 1) {
      shares = shares.stream().sorted(ORDER).toList();
    }
    for (int i = 1; i < shares.size(); i++) {
      if (shares.get(i - 1).operator().equals(shares.get(i).operator())) {
        throw new IllegalArgumentException(
            "an operator has one share of a device, not two: " + shares.get(i).operator());
      }
    }
    boolean weighs = false;
    for (Share share : shares) {
      weighs |= share.weight() > 0;
    }
    if (!weighs) {
      throw new IllegalArgumentException(
          "a device has at least one owner with a weight above 0, not " + shares);
    }
    if (shares.size() == 1) {
      Share sole = shares.get(0);
      shares = List.of(sole.weight() == 1 ? sole : new Share(sole.operator(), 1));
    }
  }

  /**
   * A device that one operator owned for the whole epoch.
   *
   * @param operator the owner
   * @return owners with one share
   */
  public static Owners sole(OperatorId operator) {
    return new Owners(List.of(new Share(operator, 1)));
  }

  /**
   * Whether there is one owner.
   *
   * @return false if the device changed hands
   */
  public boolean isSole() {
    return shares.size() == 1;
  }

  /**
   * What the weights sum to.
   *
   * @return 1 or more
   */
  public BigInteger totalWeight() {
    return shares.stream()
        .map(share -> BigInteger.valueOf(share.weight()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /**
   * Divides a whole number among the owners by largest remainder: each gets its part rounded down, then those with the
   * largest fractions one more until nothing is left; of equal fractions the lower operator comes first.
   *
   * @param whole 0 or more
   * @return a part for each share, in their order; the parts sum to the whole
   */
  public List<BigInteger> divide(BigInteger whole) {
    if (isSole()) {
      return List.of(whole);
    }
    UnsignedColumn weights = new UnsignedColumn(shares.size());
    for (int i = 0; i < shares.size(); i++) {
      weights.set(i, shares.get(i).weight());
    }
    return LargestRemainder.divide(whole, weights, totalWeight()).toList();
  }

  /** The owners of two contributions together. A sole owner's weight stands for all of its units. */
  static Owners sum(Contribution a, Contribution b) {
    if (a.owners().isSole() && a.owners().equals(b.owners())) {
      return a.owners();
    }
    TreeMap<OperatorId, Long> weights = new TreeMap<>();
    for (Contribution c : List.of(a, b)) {
      for (Share share : c.owners().shares()) {
        long weight = c.owners().isSole() ? c.units() : share.weight();
        weights.merge(share.operator(), weight, Contribution::saturatedSum);
      }
    }
    return new Owners(weights.entrySet().stream()
        .map(e -> new Share(e.getKey(), e.getValue()))
        .toList());
  }

  /** Orders by the shares, one after the other, and by how many there are. */
  @Override
  public int compareTo(Owners other) {
    for (int i = 0; i < Math.min(shares.size(), other.shares.size()); i++) {
      int order = ORDER.compare(shares.get(i), other.shares.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(shares.size(), other.shares.size());
  }
}
