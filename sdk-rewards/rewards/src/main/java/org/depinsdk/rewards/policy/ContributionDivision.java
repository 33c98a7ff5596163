package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;
import org.depinsdk.rewards.internal.UnsignedColumn;

/**
 * One pool divided among contributions.
 *
 * @param lines what is paid
 * @param left what is not paid, by reason, without what rounding left
 * @param remainder what rounding left
 */
record ContributionDivision(
    List<AllocationLine> lines, Map<ReasonCode, TokenAmount> left, TokenAmount remainder) {

  /** Divides; the contributions are merged and in order. */
  static ContributionDivision of(
      String pool,
      PoolContent.ByContribution by,
      TokenAmount amount,
      Contribution[] contributions,
      SortedMap<String, BigInteger> figures) {
    Contribution[] counted = counted(by, contributions);
    UnsignedColumn weights = Weights.of(by, counted, contributions);
    BigInteger total = weights.sum(0, counted.length);
    Map<ReasonCode, TokenAmount> left = new LinkedHashMap<>();
    TokenAmount divided = amount;
    if (total.signum() == 0) {
      left.put(AllocationReasons.NO_CONTRIBUTION, amount);
      divided = TokenAmount.ZERO;
    } else {
      BigInteger potential = Weights.potential(by, counted, contributions, weights, total);
      TokenAmount earned = divided.mulDiv(total, potential);
      left.put(AllocationReasons.NOT_EARNED, divided.minus(earned));
      TokenAmount limited =
          by.limit().isEmpty() ? earned : earned.min(limit(by.limit().get(), total, figures));
      left.put(AllocationReasons.ABOVE_LIMIT, earned.minus(limited));
      divided = limited;
    }
    Lines lines = new Lines(counted);
    Shares.Result shares = Shares.of(divided, lines, weights, total, by);
    left.put(AllocationReasons.ABOVE_CAP, shares.aboveCap());
    return new ContributionDivision(
        new ColumnLines(pool, lines, weights, total, shares.amounts()), left, shares.remainder());
  }

  private static Contribution[] counted(
      PoolContent.ByContribution by, Contribution[] contributions) {
    int count = 0;
    for (Contribution contribution : contributions) {
      count += by.kinds().contains(contribution.kind()) ? 1 : 0;
    }
    if (count == contributions.length) {
      return contributions;
    }
    Contribution[] counted = new Contribution[count];
    int at = 0;
    for (Contribution contribution : contributions) {
      if (by.kinds().contains(contribution.kind())) {
        counted[at++] = contribution;
      }
    }
    return counted;
  }

  private static TokenAmount limit(
      Limit limit, BigInteger total, SortedMap<String, BigInteger> figures) {
    BigInteger most = BigInteger.ZERO;
    if (limit instanceof Limit.PerUnit perUnit) {
      most = total.multiply(perUnit.amount().toBigInteger());
    } else if (limit instanceof Limit.AtPrice atPrice) {
      BigInteger price = figures.getOrDefault(atPrice.figure(), BigInteger.ZERO);
      most =
          price.signum() <= 0 ? BigInteger.ZERO : total.multiply(atPrice.unit()).divide(price);
    }
    return most.bitLength() > TokenAmount.BITS ? TokenAmount.MAX : TokenAmount.of(most);
  }
}
