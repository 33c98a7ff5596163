package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;

/**
 * Divides an amount among weights, under a cap and a remainder rule. Amounts, what caps cut off, and the remainder sum to
 * the amount.
 */
final class Shares {
  private final List<Contribution> lines;
  private final BigInteger[] weights;
  private final TokenAmount[] amounts;
  private BigInteger pool;
  private BigInteger total;
  private BigInteger aboveCap = BigInteger.ZERO;
  private BigInteger paid = BigInteger.ZERO;

  private Shares(List<Contribution> lines, BigInteger[] weights, BigInteger pool) {
    this.lines = lines;
    this.weights = weights;
    this.amounts = new TokenAmount[lines.size()];
    this.pool = pool;
    this.total = sum(weights, 0, weights.length);
    Arrays.fill(amounts, TokenAmount.ZERO);
  }

  /** What is divided. */
  record Result(TokenAmount[] amounts, TokenAmount aboveCap, TokenAmount remainder) {}

  static Result of(
      TokenAmount amount,
      List<Contribution> lines,
      BigInteger[] weights,
      PoolContent.ByContribution by) {
    Shares shares = new Shares(lines, weights, amount.toBigInteger());
    if (shares.total.signum() > 0) {
      BigInteger given = by.guarantee().map(shares::guarantee).orElse(BigInteger.ZERO);
      if (by.cap().isPresent()) {
        Cap cap = by.cap().get();
        BigInteger limit = cap.amount().toBigInteger().subtract(given).max(BigInteger.ZERO);
        shares.capped(cap, limit, by.remainder());
      } else if (by.remainder() == Remainder.LARGEST_REMAINDER) {
        shares.exact(shares.groups(Cap.Scope.OPERATOR));
      } else {
        shares.floor(0, lines.size());
      }
    }
    BigInteger left = amount.toBigInteger().subtract(shares.paid).subtract(shares.aboveCap);
    return new Result(shares.amounts, TokenAmount.of(shares.aboveCap), TokenAmount.of(left));
  }

  /** Pays what everybody gets first, and takes it out of the pool; what each group got. */
  private BigInteger guarantee(Guarantee guarantee) {
    List<Group> groups = groups(guarantee.scope());
    groups.removeIf(group -> group.weight.signum() == 0);
    BigInteger each =
        guarantee.amount().toBigInteger().min(pool.divide(BigInteger.valueOf(groups.size())));
    groups.forEach(group -> within(group, each));
    pool = pool.subtract(each.multiply(BigInteger.valueOf(groups.size())));
    return each;
  }

  /** Lines that share one limit; contiguous, because lines are in the order of operator and device. */
  private record Group(int from, int to, BigInteger weight) {}

  private List<Group> groups(Cap.Scope scope) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i == lines.size() || !together(lines.get(i - 1), lines.get(i), scope)) {
        groups.add(new Group(from, i, sum(weights, from, i)));
        from = i;
      }
    }
    return groups;
  }

  private static boolean together(Contribution a, Contribution b, Cap.Scope scope) {
    return a.operator().equals(b.operator())
        && (scope == Cap.Scope.OPERATOR || a.device().equals(b.device()));
  }

  /** Every line of a range gets its share, rounded down. */
  private void floor(int from, int to) {
    for (int i = from; i < to; i++) {
      pay(i, pool.multiply(weights[i]).divide(total));
    }
  }

  /** Groups share the pool completely, and the lines of each group share its amount completely. */
  private void exact(List<Group> groups) {
    BigInteger[] shares = LargestRemainder.divide(
        pool, groups.stream().map(Group::weight).toArray(BigInteger[]::new), total);
    for (int g = 0; g < shares.length; g++) {
      within(groups.get(g), shares[g]);
    }
  }

  private void within(Group group, BigInteger amount) {
    if (group.weight.signum() == 0) {
      return;
    }
    BigInteger[] shares = LargestRemainder.divide(
        amount, Arrays.copyOfRange(weights, group.from, group.to), group.weight);
    for (int i = 0; i < shares.length; i++) {
      pay(group.from + i, shares[i]);
    }
  }

  private void capped(Cap cap, BigInteger limit, Remainder remainder) {
    List<Group> below = new ArrayList<>();
    List<Group> groups = groups(cap.scope());
    // The heaviest first: where one is below the limit, all lighter ones are.
    List<Group> heaviestFirst = new ArrayList<>(groups);
    heaviestFirst.sort(Comparator.comparing(Group::weight).reversed());
    BigInteger poolBefore = pool;
    BigInteger totalBefore = total;
    for (Group group : heaviestFirst) {
      if (total.signum() > 0 && pool.multiply(group.weight).compareTo(limit.multiply(total)) > 0) {
        within(group, limit);
        if (cap.spill()) {
          pool = pool.subtract(limit);
          total = total.subtract(group.weight);
        } else {
          aboveCap =
              aboveCap.add(poolBefore.multiply(group.weight).divide(totalBefore).subtract(limit));
        }
      } else {
        below.add(group);
      }
    }
    boolean anyoneBelow = below.stream().anyMatch(g -> g.weight.signum() > 0);
    if (!anyoneBelow) {
      // with spill-over, what is left here nobody may take
      aboveCap = cap.spill() ? pool : aboveCap;
      return;
    }
    below.sort(Comparator.comparingInt(Group::from));
    if (remainder == Remainder.LARGEST_REMAINDER && cap.spill()) {
      exact(below);
    } else {
      below.forEach(group -> floor(group.from, group.to));
    }
  }

  private void pay(int line, BigInteger amount) {
    amounts[line] = amounts[line].plus(TokenAmount.of(amount));
    paid = paid.add(amount);
  }

  private static BigInteger sum(BigInteger[] numbers, int from, int to) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = from; i < to; i++) {
      sum = sum.add(numbers[i]);
    }
    return sum;
  }
}
