package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;

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
    List<Contribution> counted = new ArrayList<>();
    for (Contribution contribution : contributions) {
      if (by.kinds().contains(contribution.kind())) {
        counted.add(contribution);
      }
    }
    BigInteger[] weights = Weights.of(by, counted, contributions);
    BigInteger total = BigInteger.ZERO;
    for (BigInteger weight : weights) {
      total = total.add(weight);
    }
    Map<ReasonCode, TokenAmount> left = new LinkedHashMap<>();
    TokenAmount divided = amount;
    if (total.signum() == 0) {
      left.put(AllocationReasons.NO_CONTRIBUTION, amount);
      divided = TokenAmount.ZERO;
    } else {
      BigInteger potential = Weights.potential(by, counted, contributions, total);
      TokenAmount earned = divided.mulDiv(total, potential);
      left.put(AllocationReasons.NOT_EARNED, divided.minus(earned));
      TokenAmount limited =
          by.limit().isEmpty() ? earned : earned.min(limit(by.limit().get(), total, figures));
      left.put(AllocationReasons.ABOVE_LIMIT, earned.minus(limited));
      divided = limited;
    }
    Shares.Result shares = Shares.of(divided, counted, weights, by);
    left.put(AllocationReasons.ABOVE_CAP, shares.aboveCap());
    List<AllocationLine> lines = new ArrayList<>(counted.size());
    for (int i = 0; i < counted.size(); i++) {
      Contribution c = counted.get(i);
      lines.add(AllocationLine.of(
          pool,
          c.device(),
          c.operator(),
          c.kind(),
          c.units(),
          weights[i],
          total,
          shares.amounts()[i]));
    }
    return new ContributionDivision(lines, left, shares.remainder());
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
