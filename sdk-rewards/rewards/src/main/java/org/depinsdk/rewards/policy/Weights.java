package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.internal.UnsignedColumn;

/** Turns the contributions that a pool counts into weights. */
final class Weights {
  private final Contribution[] all;
  private final Contribution[] counted;
  private final UnsignedColumn weights;

  private Weights(Contribution[] all, Contribution[] counted) {
    this.all = all;
    this.counted = counted;
    this.weights = new UnsignedColumn(counted.length);
  }

  /** One weight for each counted contribution; all contributions are merged and in order. */
  static UnsignedColumn of(
      PoolContent.ByContribution by, Contribution[] counted, Contribution[] all) {
    Weights weights = new Weights(all, counted);
    weights.start(by.weighing());
    by.factors().forEach(weights::multiply);
    return weights.weights;
  }

  /** What the weights sum to, or would sum to if everybody had the full score. */
  static BigInteger potential(
      PoolContent.ByContribution by,
      Contribution[] counted,
      Contribution[] all,
      UnsignedColumn earned,
      BigInteger total) {
    if (!(by.weighing() instanceof Weighing.Scored scored)) {
      return total;
    }
    boolean ranked = by.factors().stream().anyMatch(f -> f instanceof Factor.Ranked);
    Weights full = new Weights(all, counted);
    for (int i = 0; i < counted.length; i++) {
      // a device without a rank takes no part at all
      full.weights.set(i, ranked && !earned.isPositive(i) ? 0 : scored.full());
    }
    by.factors().stream().filter(f -> !(f instanceof Factor.Ranked)).forEach(full::multiply);
    return full.weights.sum(0, counted.length).max(total);
  }

  private void start(Weighing weighing) {
    for (int i = 0; i < counted.length; i++) {
      long units = counted[i].units();
      if (weighing instanceof Weighing.Equal equal) {
        weights.set(i, units >= equal.minimumUnits() ? 1 : 0);
      } else if (weighing instanceof Weighing.Scored scored) {
        weights.set(i, Math.min(units, scored.full()));
      } else {
        weights.set(i, units);
      }
    }
  }

  private void multiply(Factor factor) {
    if (factor instanceof Factor.Ranked ranked) {
      rank(ranked);
      return;
    }
    if (factor instanceof Factor.Times times) {
      long[] units = units(times.kind(), 0);
      for (int i = 0; i < counted.length; i++) {
        weights.multiply(i, units[i]);
      }
    }
    if (factor instanceof Factor.Tiers tiers) {
      long[] units = units(tiers.kind(), 0);
      for (int i = 0; i < counted.length; i++) {
        weights.multiply(i, multiplier(tiers, units[i]));
      }
    }
  }

  private static long multiplier(Factor.Tiers tiers, long units) {
    long multiplier = 0;
    for (Factor.Tier tier : tiers.tiers()) {
      if (units < tier.fromUnits()) {
        break;
      }
      multiplier = tier.multiplier();
    }
    return multiplier;
  }

  private void rank(Factor.Ranked ranked) {
    long[] cells = units(ranked.cell(), -1);
    long[] since = ranked
        .since()
        .map(kind -> units(kind, Long.MAX_VALUE))
        .orElseGet(() -> new long[counted.length]);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < counted.length; i++) {
      if (cells[i] < 0) {
        weights.set(i, 0);
      } else if (weights.isPositive(i)) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingLong((Integer i) -> cells[i])
        .thenComparing((i, j) -> weights.compare(j, i))
        .thenComparingLong(i -> since[i])
        .thenComparing(i -> counted[i].device()));
    long cell = -1;
    int rank = 0;
    for (int i : order) {
      rank = cells[i] == cell ? rank + 1 : 0;
      cell = cells[i];
      weights.multiply(
          i, rank < ranked.multipliers().size() ? ranked.multipliers().get(rank) : 0);
    }
  }

  /** What the device of each counted contribution contributed in another kind, whoever owned it. */
  private long[] units(ProofKind kind, long absent) {
    long[] units = new long[counted.length];
    int at = 0;
    for (int i = 0; i < counted.length; i++) {
      if (i > 0 && counted[i - 1].device().equals(counted[i].device())) {
        units[i] = units[i - 1];
        continue;
      }
      while (!all[at].device().equals(counted[i].device())) {
        at++;
      }
      units[i] = absent;
      for (; at < all.length && all[at].device().equals(counted[i].device()); at++) {
        units[i] = all[at].kind().equals(kind) ? all[at].units() : units[i];
      }
    }
    return units;
  }
}
