package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.Arrays;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.internal.WholeColumn;

/**
 * Divides an amount among weights, under a cap and a remainder rule. Amounts, what caps cut off, and the remainder sum to
 * the amount.
 */
final class Shares {
  private final Contribution[] lines;
  private final WholeColumn weights;
  private final WholeColumn amounts;
  private BigInteger pool;
  private BigInteger total;
  private BigInteger aboveCap = BigInteger.ZERO;

  private Shares(Contribution[] lines, WholeColumn weights, BigInteger total, BigInteger pool) {
    this.lines = lines;
    this.weights = weights;
    this.amounts = new WholeColumn(lines.length);
    this.pool = pool;
    this.total = total;
  }

  /** What is divided. */
  record Result(WholeColumn amounts, TokenAmount aboveCap, TokenAmount remainder) {}

  /** Divides; the lines are in the order of operator and device, the total is the sum of the weights. */
  static Result of(
      TokenAmount amount,
      Contribution[] lines,
      WholeColumn weights,
      BigInteger total,
      PoolContent.ByContribution by) {
    Shares shares = new Shares(lines, weights, total, amount.toBigInteger());
    if (total.signum() > 0) {
      BigInteger given = by.guarantee().map(shares::guarantee).orElse(BigInteger.ZERO);
      if (by.cap().isPresent()) {
        Cap cap = by.cap().get();
        BigInteger limit = cap.amount().toBigInteger().subtract(given).max(BigInteger.ZERO);
        shares.capped(cap, limit, by.remainder());
      } else if (by.remainder() == Remainder.LARGEST_REMAINDER) {
        shares.exact(shares.groups(Cap.Scope.OPERATOR));
      } else {
        shares.floor(0, lines.length);
      }
    }
    BigInteger paid = shares.amounts.sum(0, lines.length);
    BigInteger left = amount.toBigInteger().subtract(paid).subtract(shares.aboveCap);
    return new Result(shares.amounts, TokenAmount.of(shares.aboveCap), TokenAmount.of(left));
  }

  /** Pays what everybody gets first, and takes it out of the pool; what each group got. */
  private BigInteger guarantee(Guarantee guarantee) {
    Groups groups = groups(guarantee.scope());
    int count = 0;
    for (int g = 0; g < groups.count(); g++) {
      count += groups.weights.isPositive(g) ? 1 : 0;
    }
    BigInteger each = guarantee.amount().toBigInteger().min(pool.divide(BigInteger.valueOf(count)));
    for (int g = 0; g < groups.count(); g++) {
      within(groups, g, each);
    }
    pool = pool.subtract(each.multiply(BigInteger.valueOf(count)));
    return each;
  }

  /**
   * Lines that share one limit: those of group g are from[g] up to, and without, to[g]. They are contiguous, because lines are
   * in the order of operator and device.
   */
  private record Groups(int[] from, int[] to, WholeColumn weights) {
    int count() {
      return from.length;
    }

    Groups only(boolean[] kept) {
      int[] starts = new int[from.length];
      int[] ends = new int[from.length];
      int count = 0;
      for (int g = 0; g < from.length; g++) {
        if (kept[g]) {
          starts[count] = from[g];
          ends[count++] = to[g];
        }
      }
      WholeColumn left = new WholeColumn(count);
      for (int g = 0, at = 0; g < from.length; g++) {
        if (kept[g]) {
          left.set(at++, weights.get(g));
        }
      }
      return new Groups(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), left);
    }
  }

  private Groups groups(Cap.Scope scope) {
    int[] ends = new int[lines.length];
    int count = 0;
    for (int i = 1; i <= lines.length; i++) {
      if (i == lines.length || !together(lines[i - 1], lines[i], scope)) {
        ends[count++] = i;
      }
    }
    int[] to = Arrays.copyOf(ends, count);
    int[] from = new int[count];
    WholeColumn sums = new WholeColumn(count);
    for (int g = 0; g < count; g++) {
      from[g] = g == 0 ? 0 : to[g - 1];
      sums.set(g, weights.sum(from[g], to[g]));
    }
    return new Groups(from, to, sums);
  }

  private static boolean together(Contribution a, Contribution b, Cap.Scope scope) {
    return a.operator().equals(b.operator())
        && (scope == Cap.Scope.OPERATOR || a.device().equals(b.device()));
  }

  /** Every line of a range gets its share, rounded down. */
  private void floor(int from, int to) {
    for (int i = from; i < to; i++) {
      amounts.add(i, pool.multiply(weights.get(i)).divide(total));
    }
  }

  /** Groups share the pool completely, and the lines of each group share its amount completely. */
  private void exact(Groups groups) {
    WholeColumn shares = LargestRemainder.divide(pool, groups.weights, total);
    for (int g = 0; g < groups.count(); g++) {
      within(groups, g, shares.get(g));
    }
  }

  private void within(Groups groups, int group, BigInteger amount) {
    int from = groups.from[group];
    int to = groups.to[group];
    if (!groups.weights.isPositive(group)) {
      return;
    }
    if (to - from == 1) {
      amounts.add(from, amount);
      return;
    }
    WholeColumn shares =
        LargestRemainder.divide(amount, weights.slice(from, to), groups.weights.get(group));
    for (int i = 0; i < shares.size(); i++) {
      amounts.add(from + i, shares.get(i));
    }
  }

  private void capped(Cap cap, BigInteger limit, Remainder remainder) {
    Groups groups = groups(cap.scope());
    WholeColumn lightestFirst = groups.weights.sorted();
    BigInteger poolBefore = pool;
    BigInteger totalBefore = total;
    // The heaviest first: where one is below the limit, all lighter ones are, and groups of one
    // weight are all above it or all below.
    int below = groups.count();
    while (below > 0 && total.signum() > 0) {
      BigInteger weight = lightestFirst.get(below - 1);
      if (pool.multiply(weight).compareTo(limit.multiply(total)) <= 0) {
        break;
      }
      below--;
      if (cap.spill()) {
        pool = pool.subtract(limit);
        total = total.subtract(weight);
      } else {
        aboveCap = aboveCap.add(poolBefore.multiply(weight).divide(totalBefore).subtract(limit));
      }
    }
    boolean[] isBelow = new boolean[groups.count()];
    boolean anyoneBelow = false;
    for (int g = 0; g < isBelow.length; g++) {
      isBelow[g] =
          below == groups.count() || groups.weights.get(g).compareTo(lightestFirst.get(below)) < 0;
      anyoneBelow |= isBelow[g] && groups.weights.isPositive(g);
      if (!isBelow[g]) {
        within(groups, g, limit);
      }
    }
    if (!anyoneBelow) {
      // with spill-over, what is left here nobody may take
      aboveCap = cap.spill() ? pool : aboveCap;
    } else if (remainder == Remainder.LARGEST_REMAINDER && cap.spill()) {
      exact(groups.only(isBelow));
    } else {
      for (int g = 0; g < isBelow.length; g++) {
        if (isBelow[g]) {
          floor(groups.from[g], groups.to[g]);
        }
      }
    }
  }
}
