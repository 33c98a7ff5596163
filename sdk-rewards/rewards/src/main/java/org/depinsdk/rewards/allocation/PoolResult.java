package org.depinsdk.rewards.allocation;

import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.internal.SummedList;

/**
 * What came into one pool and where all of it went. What flows in is what is paid, passed on and left, to the unit.
 *
 * @param pool its name
 * @param inflows where its tokens come from
 * @param lines whom it pays, in the order of operator, device and kind
 * @param outflows what it passes on to other pools
 * @param unallocated what stays in it
 */
public record PoolResult(
    String pool,
    List<Flow> inflows,
    List<AllocationLine> lines,
    List<Flow> outflows,
    List<Unallocated> unallocated) {
  /** Copies, and checks that no unit is lost or made. */
  public PoolResult {
    inflows = List.copyOf(inflows);
    // columns cannot be changed by anyone, and a copy would make an object of every line
    lines = lines instanceof SummedList ? lines : List.copyOf(lines);
    outflows = List.copyOf(outflows);
    unallocated = List.copyOf(unallocated);
    TokenAmount in = sumOfFlows(inflows);
    TokenAmount gone =
        sumOfLines(lines).plus(sumOfFlows(outflows)).plus(sumOfUnallocated(unallocated));
    if (!in.equals(gone)) {
      throw new IllegalArgumentException(
          "pool " + pool + " takes in " + in + " but accounts for " + gone);
    }
  }

  /**
   * What the pool had.
   *
   * @return the sum of what flowed in
   */
  public TokenAmount amount() {
    return sumOfFlows(inflows);
  }

  /**
   * What the pool pays.
   *
   * @return the sum of its lines
   */
  public TokenAmount paid() {
    return sumOfLines(lines);
  }

  /**
   * What stays in the pool.
   *
   * @return the sum of what is unallocated, carried or not
   */
  public TokenAmount left() {
    return sumOfUnallocated(unallocated);
  }

  private static TokenAmount sumOfFlows(List<Flow> flows) {
    TokenAmount sum = TokenAmount.ZERO;
    for (Flow flow : flows) {
      sum = sum.plus(flow.amount());
    }
    return sum;
  }

  private static TokenAmount sumOfLines(List<AllocationLine> lines) {
    if (lines instanceof SummedList<AllocationLine> summed) {
      return TokenAmount.of(summed.sum());
    }
    TokenAmount sum = TokenAmount.ZERO;
    for (AllocationLine line : lines) {
      sum = sum.plus(line.amount());
    }
    return sum;
  }

  private static TokenAmount sumOfUnallocated(List<Unallocated> unallocated) {
    TokenAmount sum = TokenAmount.ZERO;
    for (Unallocated rest : unallocated) {
      sum = sum.plus(rest.amount());
    }
    return sum;
  }
}
