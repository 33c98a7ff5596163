package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.internal.FixedList;
import org.depinsdk.rewards.internal.WholeColumn;

/** The lines of one pool as columns. A line becomes an object when it is asked for, and is forgotten with its reader. */
final class ColumnLines extends FixedList<AllocationLine> {
  private final String pool;
  private final Contribution[] contributions;
  private final WholeColumn weights;
  private final BigInteger totalWeight;
  private final WholeColumn amounts;
  private final TokenAmount paid;

  /** Takes the columns as they are; nobody may change them afterwards. */
  ColumnLines(
      String pool,
      Contribution[] contributions,
      WholeColumn weights,
      BigInteger totalWeight,
      WholeColumn amounts) {
    this.pool = pool;
    this.contributions = contributions;
    this.weights = weights;
    this.totalWeight = totalWeight;
    this.amounts = amounts;
    this.paid = TokenAmount.of(amounts.sum(0, amounts.size()));
  }

  @Override
  public AllocationLine get(int i) {
    Contribution c = contributions[i];
    return AllocationLine.of(
        pool,
        c.device(),
        c.operator(),
        c.kind(),
        c.units(),
        weights.get(i),
        totalWeight,
        amounts.amount(i));
  }

  @Override
  public int size() {
    return contributions.length;
  }

  @Override
  public TokenAmount paid() {
    return paid;
  }
}
