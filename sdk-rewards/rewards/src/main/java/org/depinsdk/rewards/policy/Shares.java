package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.internal.LargestRemainder;
import org.depinsdk.rewards.internal.UnsignedColumn;

/**
 * Divides an amount among weights, under a guarantee, a cap and a remainder rule. What is decided for a device is decided
 * for the whole device, and then divided among its owners; what is decided for an operator is decided for the sum of its
 * parts of devices. Amounts, what caps cut off, and the remainder sum to the amount.
 */
final class Shares {
  private final Lines lines;
  private final UnsignedColumn weights;
  private final BigInteger total;
  /** What contributions earn, before their owners share it. */
  private final UnsignedColumn earned;
  /** What lines get. */
  private final UnsignedColumn amounts;

  private BigInteger pool;
  private BigInteger aboveCap = BigInteger.ZERO;

  private Shares(Lines lines, UnsignedColumn weights, BigInteger total, BigInteger pool) {
    this.lines = lines;
    this.weights = weights;
    this.total = total;
    this.earned = new UnsignedColumn(weights.size());
    this.amounts = lines.areSole() ? earned : new UnsignedColumn(lines.size());
    this.pool = pool;
  }

  /** What is divided: an amount for each line. */
  record Result(UnsignedColumn amounts, TokenAmount aboveCap, TokenAmount remainder) {}

  /** Divides; there is a weight for each contribution of the lines, and the total is their sum. */
  static Result of(
      TokenAmount amount,
      Lines lines,
      UnsignedColumn weights,
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
        shares.exact(shares.operators());
      } else {
        for (int i = 0; i < weights.size(); i++) {
          shares.earned.add(i, shares.pool.multiply(weights.get(i)).divide(total));
        }
      }
    }
    if (!lines.areSole()) {
      shares.divideAmongOwners();
    }
    BigInteger paid = shares.amounts.sum(0, lines.size());
    BigInteger left = amount.toBigInteger().subtract(paid).subtract(shares.aboveCap);
    return new Result(shares.amounts, TokenAmount.of(shares.aboveCap), TokenAmount.of(left));
  }

  private void divideAmongOwners() {
    for (int i = 0; i < earned.size(); i++) {
      List<BigInteger> parts = lines.contributions()[i].owners().divide(earned.get(i));
      for (int j = 0; j < parts.size(); j++) {
        amounts.add(lines.first(i) + j, parts.get(j));
      }
    }
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
   * Those who share one limit: the members of group g are from[g] up to, and without, to[g]. Members of a device are its
   * contributions; members of an operator are its lines, in the order of {@link Lines#byOperator()}.
   */
  private record Groups(
      boolean ofOperators,
      UnsignedColumn members,
      BigInteger total,
      int[] from,
      int[] to,
      UnsignedColumn weights) {

    static Groups of(boolean ofOperators, UnsignedColumn members, BigInteger total, int[] starts) {
      int count = starts.length - 1;
      UnsignedColumn sums = new UnsignedColumn(count);
      for (int g = 0; g < count; g++) {
        sums.set(g, members.sum(starts[g], starts[g + 1]));
      }
      int[] to = Arrays.copyOfRange(starts, 1, starts.length);
      return new Groups(ofOperators, members, total, starts, to, sums);
    }

    int count() {
      return to.length;
    }

    Groups only(boolean[] kept, BigInteger total) {
      int[] starts = new int[to.length];
      int[] ends = new int[to.length];
      int[] indices = new int[to.length];
      int count = 0;
      for (int g = 0; g < to.length; g++) {
        if (kept[g]) {
          starts[count] = from[g];
          ends[count] = to[g];
          indices[count++] = g;
        }
      }
      return new Groups(
          ofOperators,
          members,
          total,
          Arrays.copyOf(starts, count),
          Arrays.copyOf(ends, count),
          weights.at(Arrays.copyOf(indices, count)));
    }
  }

  private Groups groups(Cap.Scope scope) {
    return scope == Cap.Scope.OPERATOR ? operators() : devices();
  }

  private Groups devices() {
    Contribution[] contributions = lines.contributions();
    int[] starts = new int[contributions.length + 1];
    int count = 0;
    for (int i = 1; i <= contributions.length; i++) {
      if (i == contributions.length
          || !contributions[i - 1].device().equals(contributions[i].device())) {
        starts[++count] = i;
      }
    }
    return Groups.of(false, weights, total, Arrays.copyOf(starts, count + 1));
  }

  /**
   * An owner's part of a device's weight is seldom a whole number. Where a device has several owners, all weights are
   * shifted to the left as far as 95 bits allow, and divided then: the error is below 2^-95 of the heaviest device.
   */
  private Groups operators() {
    UnsignedColumn ofLines = weights;
    int shift = 0;
    if (!lines.areSole()) {
      ofLines = new UnsignedColumn(lines.size());
      shift = Math.max(0, UnsignedColumn.TWO_LONGS - weights.bitLength());
      for (int i = 0; i < weights.size(); i++) {
        List<BigInteger> parts =
            lines.contributions()[i].owners().divide(weights.get(i).shiftLeft(shift));
        for (int j = 0; j < parts.size(); j++) {
          ofLines.set(lines.first(i) + j, parts.get(j));
        }
      }
    }
    return Groups.of(
        true, ofLines.at(lines.byOperator()), total.shiftLeft(shift), lines.operatorStarts());
  }

  /** Groups share the pool completely, and the members of each group share its amount completely. */
  private void exact(Groups groups) {
    UnsignedColumn shares = LargestRemainder.divide(pool, groups.weights, groups.total);
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
      give(groups, from, amount);
      return;
    }
    UnsignedColumn shares =
        LargestRemainder.divide(amount, groups.members.slice(from, to), groups.weights.get(group));
    for (int i = 0; i < shares.size(); i++) {
      give(groups, from + i, shares.get(i));
    }
  }

  private void give(Groups groups, int member, BigInteger amount) {
    if (groups.ofOperators) {
      amounts.add(lines.byOperator()[member], amount);
    } else {
      earned.add(member, amount);
    }
  }

  private void capped(Cap cap, BigInteger limit, Remainder remainder) {
    Groups groups = groups(cap.scope());
    UnsignedColumn lightestFirst = groups.weights.sorted();
    BigInteger poolBefore = pool;
    BigInteger left = groups.total;
    // The heaviest first: where one is below the limit, all lighter ones are, and groups of one
    // weight are all above it or all below.
    int below = groups.count();
    while (below > 0 && left.signum() > 0) {
      BigInteger weight = lightestFirst.get(below - 1);
      if (pool.multiply(weight).compareTo(limit.multiply(left)) <= 0) {
        break;
      }
      below--;
      if (cap.spill()) {
        pool = pool.subtract(limit);
        left = left.subtract(weight);
      } else {
        aboveCap = aboveCap.add(poolBefore.multiply(weight).divide(groups.total).subtract(limit));
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
      exact(groups.only(isBelow, left));
    } else {
      for (int g = 0; g < isBelow.length; g++) {
        for (int i = groups.from[g]; isBelow[g] && i < groups.to[g]; i++) {
          give(groups, i, pool.multiply(groups.members.get(i)).divide(left));
        }
      }
    }
  }
}
