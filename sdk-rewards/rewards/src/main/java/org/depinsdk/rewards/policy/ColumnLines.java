package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.Optional;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.internal.SummedList;
import org.depinsdk.rewards.internal.UnsignedColumn;

/**
 * The lines of one pool as columns, in the order of operator, device and kind. A line becomes an object when it is asked
 * for, and is forgotten with its reader.
 */
final class ColumnLines extends SummedList<AllocationLine> {
  private final String pool;
  private final Lines lines;
  private final UnsignedColumn weights;
  private final BigInteger totalWeight;
  private final UnsignedColumn amounts;
  private final BigInteger sum;

  /** Takes the columns as they are: a weight for each contribution, an amount for each line. */
  ColumnLines(
      String pool,
      Lines lines,
      UnsignedColumn weights,
      BigInteger totalWeight,
      UnsignedColumn amounts) {
    this.pool = pool;
    this.lines = lines;
    this.weights = weights;
    this.totalWeight = totalWeight;
    this.amounts = amounts;
    this.sum = amounts.sum(0, amounts.size());
  }

  @Override
  public AllocationLine get(int i) {
    int line = lines.byOperator()[i];
    int contribution = lines.contributionOf(line);
    return new AllocationLine(
        pool,
        lines.operator(line),
        Optional.of(lines.contributions()[contribution]),
        weights.get(contribution),
        totalWeight,
        TokenAmount.of(amounts.get(line)));
  }

  @Override
  public int size() {
    return lines.size();
  }

  @Override
  public BigInteger sum() {
    return sum;
  }
}
