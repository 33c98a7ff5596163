package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pools of a policy by name, parents before children, and the order in which they are divided: a pool comes after its
 * parent and after every pool that leaves something to it.
 */
final class PoolGraph {
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final Set<Pool> finished = new LinkedHashSet<>();
  private List<String> cycle = List.of();

  /** The graph of pools whose names differ and whose leftover places exist. */
  PoolGraph(Pool root) {
    collect(root);
    visit(root, new LinkedHashSet<>());
  }

  private void collect(Pool pool) {
    pools.put(pool.name(), pool);
    if (pool.content() instanceof PoolContent.SubPools sub) {
      sub.pools().forEach(this::collect);
    }
  }

  /** Finishes the pools to which a pool gives tokens, and then the pool itself. */
  private void visit(Pool pool, LinkedHashSet<String> path) {
    if (!path.add(pool.name())) {
      List<String> names = new ArrayList<>(path);
      cycle = new ArrayList<>(names.subList(names.indexOf(pool.name()), names.size()));
      return;
    }
    for (Pool target : targets(pool)) {
      if (!finished.contains(target) && cycle.isEmpty()) {
        visit(target, path);
      }
    }
    path.remove(pool.name());
    finished.add(pool);
  }

  private List<Pool> targets(Pool pool) {
    List<Pool> targets = new ArrayList<>();
    if (pool.content() instanceof PoolContent.SubPools sub) {
      targets.addAll(sub.pools());
    }
    if (pool.leftover() instanceof Leftover.ToPool to) {
      targets.add(pool(to.pool()));
    }
    return targets;
  }

  /** All pools by name, in the order of the policy. */
  Map<String, Pool> pools() {
    return pools;
  }

  /** All pools in the order of their division; meaningless if there is a cycle. */
  List<Pool> order() {
    List<Pool> order = new ArrayList<>(finished);
    Collections.reverse(order);
    return order;
  }

  /** The pools that give tokens to each other in a circle; empty if none do. */
  List<String> cycle() {
    return cycle;
  }

  private Pool pool(String name) {
    Pool pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException("no pool " + name);
    }
    return pool;
  }
}
