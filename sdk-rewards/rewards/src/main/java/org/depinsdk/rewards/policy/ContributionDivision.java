package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;

/**
 * One pool divided among contributions.
 *
 * @param lines what is paid
 * @param unclaimed the whole pool where nobody has a weight, else zero
 * @param aboveCap what caps cut off and nobody else took
 * @param remainder what rounding left
 */
record ContributionDivision(
    List<AllocationLine> lines,
    TokenAmount unclaimed,
    TokenAmount aboveCap,
    TokenAmount remainder) {

  /** Divides; the contributions are merged and in order. */
  static ContributionDivision of(
      String pool,
      PoolContent.ByContribution by,
      TokenAmount amount,
      Contribution[] contributions) {
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
    Shares.Result shares = Shares.of(amount, counted, weights, by);
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
    boolean nobody = total.signum() == 0;
    return new ContributionDivision(
        lines,
        nobody ? amount : TokenAmount.ZERO,
        shares.aboveCap(),
        nobody ? TokenAmount.ZERO : shares.remainder());
  }
}
