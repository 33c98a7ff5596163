package org.depinsdk.rewards.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.report.ProofKind;

/**
 * What a policy reads beside itself, by the field that names it.
 *
 * @param kinds proof kinds
 * @param figures figures of the epoch
 */
record PolicyNames(
    SortedMap<String, SortedSet<ProofKind>> kinds, SortedMap<String, SortedSet<String>> figures) {
  static PolicyNames of(RewardPolicy policy) {
    PolicyNames names = new PolicyNames(new TreeMap<>(), new TreeMap<>());
    add(names.figures, "emission", policy.emission().figures());
    names.pools(policy.pools(), "pools");
    return new PolicyNames(
        Collections.unmodifiableSortedMap(names.kinds),
        Collections.unmodifiableSortedMap(names.figures));
  }

  private void pools(List<Pool> pools, String path) {
    for (int i = 0; i < pools.size(); i++) {
      Pool pool = pools.get(i);
      String field = path + "[" + i + "]";
      if (pool.share() instanceof Share.Score score) {
        add(figures, field + ".share.score", List.of(score.figure()));
      }
      if (pool.content() instanceof PoolContent.SubPools sub) {
        pools(sub.pools(), field + ".pools");
      } else if (pool.content() instanceof PoolContent.ByContribution by) {
        pay(by, field + ".pay");
      }
    }
  }

  private void pay(PoolContent.ByContribution by, String path) {
    add(kinds, path + ".kinds", by.kinds());
    if (by.limit().orElse(null) instanceof Limit.AtPrice price) {
      add(figures, path + ".limit.price", List.of(price.figure()));
    }
    for (int i = 0; i < by.factors().size(); i++) {
      String field = path + ".factors[" + i + "]";
      Factor factor = by.factors().get(i);
      if (factor instanceof Factor.Times times) {
        add(kinds, field + ".times", List.of(times.kind()));
      } else if (factor instanceof Factor.Tiers tiers) {
        add(kinds, field + ".tiersOf", List.of(tiers.kind()));
      } else if (factor instanceof Factor.Ranked ranked) {
        add(kinds, field + ".rankIn", List.of(ranked.cell()));
        add(kinds, field + ".since", ranked.since().stream().toList());
      }
    }
  }

  private static <N> void add(
      SortedMap<String, SortedSet<N>> names, String field, Collection<N> more) {
    if (!more.isEmpty()) {
      names.put(field, Collections.unmodifiableSortedSet(new TreeSet<>(more)));
    }
  }
}
