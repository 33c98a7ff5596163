package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;

/**
 * The straightforward way to divide a pool: an object for every weight, every amount and every line, and sorting wherever
 * something has an order. What the columns of {@link ContributionDivision} must give, bit for bit.
 */
final class PlainDivision {
  private PlainDivision() {}

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
    BigInteger[] weights = PlainWeights.of(by, counted, contributions);
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
      BigInteger potential = PlainWeights.potential(by, counted, contributions, total);
      TokenAmount earned = divided.mulDiv(total, potential);
      left.put(AllocationReasons.NOT_EARNED, divided.minus(earned));
      TokenAmount limited =
          by.limit().isEmpty() ? earned : earned.min(limit(by.limit().get(), total, figures));
      left.put(AllocationReasons.ABOVE_LIMIT, earned.minus(limited));
      divided = limited;
    }
    PlainShares.Result shares = PlainShares.of(divided, counted, weights, by);
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

  private static final class PlainWeights {
    private static final Comparator<Contribution> BY_NAME = Comparator.comparing(
            Contribution::operator)
        .thenComparing(Contribution::device)
        .thenComparing(Contribution::kind);

    private final Contribution[] all;
    private final List<Contribution> counted;
    private final BigInteger[] weights;

    private PlainWeights(Contribution[] all, List<Contribution> counted) {
      this.all = all;
      this.counted = counted;
      this.weights = new BigInteger[counted.size()];
    }

    /** One weight for each counted contribution; all contributions are merged and in order. */
    static BigInteger[] of(
        PoolContent.ByContribution by, List<Contribution> counted, Contribution[] all) {
      PlainWeights weights = new PlainWeights(all, counted);
      weights.start(by.weighing());
      by.factors().forEach(weights::multiply);
      return weights.weights;
    }

    /** What the weights sum to, or would sum to if everybody had the full score. */
    static BigInteger potential(
        PoolContent.ByContribution by,
        List<Contribution> counted,
        Contribution[] all,
        BigInteger total) {
      if (!(by.weighing() instanceof Weighing.Scored scored)) {
        return total;
      }
      PlainWeights weights = new PlainWeights(all, counted);
      Arrays.fill(weights.weights, BigInteger.valueOf(scored.full()));
      by.factors().stream().filter(f -> !(f instanceof Factor.Ranked)).forEach(weights::multiply);
      BigInteger potential = BigInteger.ZERO;
      BigInteger[] earned = of(by, counted, all);
      boolean ranked = by.factors().stream().anyMatch(f -> f instanceof Factor.Ranked);
      for (int i = 0; i < earned.length; i++) {
        // a device without a rank takes no part at all
        potential =
            ranked && earned[i].signum() == 0 ? potential : potential.add(weights.weights[i]);
      }
      return potential.max(total);
    }

    private void start(Weighing weighing) {
      for (int i = 0; i < weights.length; i++) {
        long units = counted.get(i).units();
        if (weighing instanceof Weighing.Equal equal) {
          weights[i] = units >= equal.minimumUnits() ? BigInteger.ONE : BigInteger.ZERO;
        } else if (weighing instanceof Weighing.Scored scored) {
          weights[i] = BigInteger.valueOf(Math.min(units, scored.full()));
        } else {
          weights[i] = BigInteger.valueOf(units);
        }
      }
    }

    private void multiply(Factor factor) {
      if (factor instanceof Factor.Ranked ranked) {
        rank(ranked);
        return;
      }
      for (int i = 0; i < weights.length; i++) {
        if (weights[i].signum() > 0) {
          weights[i] = weights[i].multiply(BigInteger.valueOf(multiplier(factor, counted.get(i))));
        }
      }
    }

    private long multiplier(Factor factor, Contribution contribution) {
      if (factor instanceof Factor.Tiers tiers) {
        long units = units(contribution, tiers.kind(), 0);
        long multiplier = 0;
        for (Factor.Tier tier : tiers.tiers()) {
          if (units < tier.fromUnits()) {
            break;
          }
          multiplier = tier.multiplier();
        }
        return multiplier;
      }
      return factor instanceof Factor.Times times ? units(contribution, times.kind(), 0) : 1;
    }

    private void rank(Factor.Ranked ranked) {
      Map<Long, List<Integer>> cells = new HashMap<>();
      for (int i = 0; i < weights.length; i++) {
        long cell = units(counted.get(i), ranked.cell(), -1);
        if (cell < 0) {
          weights[i] = BigInteger.ZERO;
        } else if (weights[i].signum() > 0) {
          cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(i);
        }
      }
      Comparator<Integer> order = Comparator.comparing((Integer i) -> weights[i])
          .reversed()
          .thenComparing(i -> ranked
              .since()
              .map(kind -> units(counted.get(i), kind, Long.MAX_VALUE))
              .orElse(0L))
          .thenComparing(i -> counted.get(i).device())
          .thenComparing(i -> counted.get(i).operator());
      // each cell is ranked by itself, so that the order in which the map gives them does not
      // matter
      for (List<Integer> cell : cells.values()) {
        cell.sort(order);
        for (int rank = 0; rank < cell.size(); rank++) {
          long multiplier =
              rank < ranked.multipliers().size() ? ranked.multipliers().get(rank) : 0;
          int i = cell.get(rank);
          weights[i] = weights[i].multiply(BigInteger.valueOf(multiplier));
        }
      }
    }

    private long units(Contribution contribution, ProofKind kind, long absent) {
      Contribution name = new Contribution(contribution.device(), contribution.operator(), kind, 0);
      int at = Arrays.binarySearch(all, name, BY_NAME);
      return at < 0 ? absent : all[at].units();
    }
  }

  private static final class PlainShares {
    private final List<Contribution> lines;
    private final BigInteger[] weights;
    private final TokenAmount[] amounts;
    private BigInteger pool;
    private BigInteger total;
    private BigInteger aboveCap = BigInteger.ZERO;
    private BigInteger paid = BigInteger.ZERO;

    private PlainShares(List<Contribution> lines, BigInteger[] weights, BigInteger pool) {
      this.lines = lines;
      this.weights = weights;
      this.amounts = new TokenAmount[lines.size()];
      this.pool = pool;
      this.total = sum(weights, 0, weights.length);
      Arrays.fill(amounts, TokenAmount.ZERO);
    }

    record Result(TokenAmount[] amounts, TokenAmount aboveCap, TokenAmount remainder) {}

    static Result of(
        TokenAmount amount,
        List<Contribution> lines,
        BigInteger[] weights,
        PoolContent.ByContribution by) {
      PlainShares shares = new PlainShares(lines, weights, amount.toBigInteger());
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

    private BigInteger guarantee(Guarantee guarantee) {
      List<Group> groups = groups(guarantee.scope());
      groups.removeIf(group -> group.weight.signum() == 0);
      BigInteger each =
          guarantee.amount().toBigInteger().min(pool.divide(BigInteger.valueOf(groups.size())));
      groups.forEach(group -> within(group, each));
      pool = pool.subtract(each.multiply(BigInteger.valueOf(groups.size())));
      return each;
    }

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

    private void floor(int from, int to) {
      for (int i = from; i < to; i++) {
        pay(i, pool.multiply(weights[i]).divide(total));
      }
    }

    private void exact(List<Group> groups) {
      BigInteger[] shares = Hamilton.divide(
          pool, groups.stream().map(Group::weight).toArray(BigInteger[]::new), total);
      for (int g = 0; g < shares.length; g++) {
        within(groups.get(g), shares[g]);
      }
    }

    private void within(Group group, BigInteger amount) {
      if (group.weight.signum() == 0) {
        return;
      }
      BigInteger[] shares =
          Hamilton.divide(amount, Arrays.copyOfRange(weights, group.from, group.to), group.weight);
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
        if (total.signum() > 0
            && pool.multiply(group.weight).compareTo(limit.multiply(total)) > 0) {
          within(group, limit);
          if (cap.spill()) {
            pool = pool.subtract(limit);
            total = total.subtract(group.weight);
          } else {
            aboveCap = aboveCap.add(
                poolBefore.multiply(group.weight).divide(totalBefore).subtract(limit));
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

  private static final class Hamilton {
    private Hamilton() {}

    /**
     * Divides an amount completely.
     *
     * @param amount what to divide
     * @param weights of those who share, 0 or more
     * @param total their sum, 1 or more
     * @return one share for each weight; they sum to the amount. Of equal fractions the first in the array comes first
     */
    static BigInteger[] divide(BigInteger amount, BigInteger[] weights, BigInteger total) {
      BigInteger[] shares = new BigInteger[weights.length];
      BigInteger[] fractions = new BigInteger[weights.length];
      BigInteger left = amount;
      for (int i = 0; i < weights.length; i++) {
        BigInteger[] parts = amount.multiply(weights[i]).divideAndRemainder(total);
        shares[i] = parts[0];
        fractions[i] = parts[1];
        left = left.subtract(parts[0]);
      }
      if (left.signum() == 0) {
        return shares;
      }
      Integer[] order = new Integer[weights.length];
      Arrays.setAll(order, i -> i);
      // a stable sort: equal fractions keep the order of the array
      Arrays.sort(order, Comparator.comparing((Integer i) -> fractions[i]).reversed());
      // the fractions sum to left * total and each is below total, so that fewer are left than
      // there
      // are shares
      for (int i = 0; i < left.intValueExact(); i++) {
        shares[order[i]] = shares[order[i]].add(BigInteger.ONE);
      }
      return shares;
    }
  }
}
