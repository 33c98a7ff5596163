package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
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
    PlainShares shares = new PlainShares(counted, weights, total, divided.toBigInteger());
    shares.divide(by);
    BigInteger paid = BigInteger.ZERO;
    List<AllocationLine> lines = new ArrayList<>();
    for (Line line : shares.lines) {
      paid = paid.add(line.amount);
      lines.add(new AllocationLine(
          pool,
          line.operator,
          Optional.of(counted.get(line.contribution)),
          weights[line.contribution],
          total,
          TokenAmount.of(line.amount)));
    }
    left.put(AllocationReasons.ABOVE_CAP, TokenAmount.of(shares.aboveCap));
    TokenAmount remainder =
        TokenAmount.of(divided.toBigInteger().subtract(paid).subtract(shares.aboveCap));
    return new ContributionDivision(lines, left, remainder);
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
          .thenComparing(i -> counted.get(i).device());
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
      return Arrays.stream(all)
          .filter(c -> c.device().equals(contribution.device()) && c.kind().equals(kind))
          .mapToLong(Contribution::units)
          .findFirst()
          .orElse(absent);
    }
  }

  /** What one owner gets of one contribution. */
  private static final class Line {
    final int contribution;
    final OperatorId operator;
    final BigInteger weight;
    BigInteger amount = BigInteger.ZERO;

    Line(int contribution, OperatorId operator, BigInteger weight) {
      this.contribution = contribution;
      this.operator = operator;
      this.weight = weight;
    }
  }

  /** A contribution, or one owner's line of it: what shares the amount of a device, or of an operator. */
  private record Member(BigInteger weight, Consumer<BigInteger> pay) {}

  private static final class PlainShares {
    private final List<Contribution> contributions;
    private final BigInteger[] weights;
    /** In the order of operator, device and kind. */
    private final List<Line> lines = new ArrayList<>();

    private final BigInteger total;
    private final BigInteger scale;
    private final BigInteger[] earned;
    private BigInteger pool;
    private BigInteger aboveCap = BigInteger.ZERO;

    PlainShares(
        List<Contribution> contributions, BigInteger[] weights, BigInteger total, BigInteger pool) {
      this.contributions = contributions;
      this.weights = weights;
      this.total = total;
      this.pool = pool;
      this.earned = new BigInteger[weights.length];
      Arrays.fill(earned, BigInteger.ZERO);
      boolean sole = contributions.stream().allMatch(c -> c.owners().shares().size() == 1);
      int bits = Arrays.stream(weights).mapToInt(BigInteger::bitLength).max().orElse(0);
      this.scale = BigInteger.ONE.shiftLeft(sole || bits > 95 ? 0 : 95 - bits);
      for (int i = 0; i < weights.length; i++) {
        Owners owners = contributions.get(i).owners();
        BigInteger[] parts = amongOwners(owners, weights[i].multiply(scale));
        for (int j = 0; j < parts.length; j++) {
          lines.add(new Line(i, owners.shares().get(j).operator(), parts[j]));
        }
      }
      lines.sort(Comparator.comparing(line -> line.operator));
    }

    void divide(PoolContent.ByContribution by) {
      if (total.signum() == 0) {
        return;
      }
      BigInteger given = by.guarantee().map(this::guarantee).orElse(BigInteger.ZERO);
      if (by.cap().isPresent()) {
        Cap cap = by.cap().get();
        BigInteger limit = cap.amount().toBigInteger().subtract(given).max(BigInteger.ZERO);
        capped(cap, limit, by.remainder());
      } else if (by.remainder() == Remainder.LARGEST_REMAINDER) {
        exact(groups(Cap.Scope.OPERATOR), total.multiply(scale));
      } else {
        for (int i = 0; i < weights.length; i++) {
          pay(i, pool.multiply(weights[i]).divide(total));
        }
      }
      for (int i = 0; i < weights.length; i++) {
        BigInteger[] parts = amongOwners(contributions.get(i).owners(), earned[i]);
        int part = 0;
        for (Line line : lines) {
          if (line.contribution == i) {
            line.amount = line.amount.add(parts[part++]);
          }
        }
      }
    }

    private static BigInteger[] amongOwners(Owners owners, BigInteger whole) {
      BigInteger[] shares = owners.shares().stream()
          .map(share -> BigInteger.valueOf(share.weight()))
          .toArray(BigInteger[]::new);
      return Hamilton.divide(whole, shares, owners.totalWeight());
    }

    private void pay(int contribution, BigInteger amount) {
      earned[contribution] = earned[contribution].add(amount);
    }

    /** Those who share one limit, without groups that weigh nothing. */
    private List<Group> groups(Cap.Scope scope) {
      Map<Comparable<?>, List<Member>> members = new LinkedHashMap<>();
      if (scope == Cap.Scope.OPERATOR) {
        for (Line line : lines) {
          members
              .computeIfAbsent(line.operator, o -> new ArrayList<>())
              .add(new Member(line.weight, amount -> line.amount = line.amount.add(amount)));
        }
      } else {
        for (int i = 0; i < weights.length; i++) {
          int contribution = i;
          members
              .computeIfAbsent(contributions.get(i).device(), d -> new ArrayList<>())
              .add(new Member(weights[i], amount -> pay(contribution, amount)));
        }
      }
      List<Group> groups = new ArrayList<>();
      for (List<Member> of : members.values()) {
        Group group = new Group(of);
        if (group.weight.signum() > 0) {
          groups.add(group);
        }
      }
      return groups;
    }

    private record Group(List<Member> members, BigInteger weight) {
      Group(List<Member> members) {
        this(
            members, members.stream().map(Member::weight).reduce(BigInteger.ZERO, BigInteger::add));
      }

      void pay(BigInteger amount) {
        BigInteger[] shares = Hamilton.divide(
            amount, members.stream().map(Member::weight).toArray(BigInteger[]::new), weight);
        for (int i = 0; i < shares.length; i++) {
          members.get(i).pay().accept(shares[i]);
        }
      }
    }

    private BigInteger guarantee(Guarantee guarantee) {
      List<Group> groups = groups(guarantee.scope());
      BigInteger count = BigInteger.valueOf(groups.size());
      BigInteger each = guarantee.amount().toBigInteger().min(pool.divide(count));
      groups.forEach(group -> group.pay(each));
      pool = pool.subtract(each.multiply(count));
      return each;
    }

    private void exact(List<Group> groups, BigInteger total) {
      BigInteger[] shares = Hamilton.divide(
          pool, groups.stream().map(Group::weight).toArray(BigInteger[]::new), total);
      for (int g = 0; g < shares.length; g++) {
        groups.get(g).pay(shares[g]);
      }
    }

    private void capped(Cap cap, BigInteger limit, Remainder remainder) {
      List<Group> below = new ArrayList<>(groups(cap.scope()));
      // The heaviest first: where one is below the limit, all lighter ones are.
      List<Group> heaviestFirst = new ArrayList<>(below);
      heaviestFirst.sort(Comparator.comparing(Group::weight).reversed());
      BigInteger poolBefore = pool;
      BigInteger totalBefore = cap.scope() == Cap.Scope.OPERATOR ? total.multiply(scale) : total;
      BigInteger left = totalBefore;
      for (Group group : heaviestFirst) {
        if (pool.multiply(group.weight).compareTo(limit.multiply(left)) > 0) {
          group.pay(limit);
          below.remove(group);
          if (cap.spill()) {
            pool = pool.subtract(limit);
            left = left.subtract(group.weight);
          } else {
            aboveCap = aboveCap.add(
                poolBefore.multiply(group.weight).divide(totalBefore).subtract(limit));
          }
        }
      }
      if (below.isEmpty()) {
        // with spill-over, what is left here nobody may take
        aboveCap = cap.spill() ? pool : aboveCap;
      } else if (remainder == Remainder.LARGEST_REMAINDER && cap.spill()) {
        exact(below, left);
      } else {
        for (Group group : below) {
          for (Member member : group.members) {
            member.pay().accept(pool.multiply(member.weight()).divide(left));
          }
        }
      }
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
