package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;

/** Turns the contributions that a pool counts into weights. */
final class Weights {
  private static final Comparator<Contribution> BY_NAME = Comparator.comparing(
          Contribution::operator)
      .thenComparing(Contribution::device)
      .thenComparing(Contribution::kind);

  private final Contribution[] all;
  private final List<Contribution> counted;
  private final BigInteger[] weights;

  private Weights(Contribution[] all, List<Contribution> counted) {
    this.all = all;
    this.counted = counted;
    this.weights = new BigInteger[counted.size()];
  }

  /** One weight for each counted contribution; all contributions are merged and in order. */
  static BigInteger[] of(
      PoolContent.ByContribution by, List<Contribution> counted, Contribution[] all) {
    Weights weights = new Weights(all, counted);
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
    Weights weights = new Weights(all, counted);
    Arrays.fill(weights.weights, BigInteger.valueOf(scored.full()));
    by.factors().stream().filter(f -> !(f instanceof Factor.Ranked)).forEach(weights::multiply);
    BigInteger potential = BigInteger.ZERO;
    BigInteger[] earned = of(by, counted, all);
    boolean ranked = by.factors().stream().anyMatch(f -> f instanceof Factor.Ranked);
    for (int i = 0; i < earned.length; i++) {
      // a device without a rank takes no part at all
      potential = ranked && earned[i].signum() == 0 ? potential : potential.add(weights.weights[i]);
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
    // each cell is ranked by itself, so that the order in which the map gives them does not matter
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

  /** What the same device contributed for the same operator in another kind. */
  private long units(Contribution contribution, ProofKind kind, long absent) {
    Contribution name = new Contribution(contribution.device(), contribution.operator(), kind, 0);
    int at = Arrays.binarySearch(all, name, BY_NAME);
    return at < 0 ? absent : all[at].units();
  }
}
