package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pools of a policy by name, parents before children, and the order in which they are divided: a pool comes after its
 * parent and after every pool that leaves something to it.
 */
final class PoolGraph {
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final List<Pool> order = new ArrayList<>();

  private PoolGraph() {}

  /** The graph of checked pools, whose names differ and whose leftover places exist without a cycle. */
  static PoolGraph of(Pool root) {
    PoolGraph graph = new PoolGraph();
    graph.collect(root);
    Map<String, Integer> waitingFor = new LinkedHashMap<>();
    graph.pools.keySet().forEach(name -> waitingFor.put(name, 0));
    graph
        .pools
        .values()
        .forEach(pool -> targets(pool).forEach(t -> waitingFor.merge(t, 1, Integer::sum)));
    while (graph.order.size() < graph.pools.size()) {
      String next = null;
      for (Map.Entry<String, Integer> entry : waitingFor.entrySet()) {
        if (entry.getValue() == 0) {
          next = entry.getKey();
          break;
        }
      }
      if (next == null) {
        throw new IllegalArgumentException(
            "the leftover places of pools form a cycle: " + waitingFor.keySet());
      }
      waitingFor.remove(next);
      Pool pool = graph.pool(next);
      graph.order.add(pool);
      targets(pool).forEach(t -> waitingFor.merge(t, -1, Integer::sum));
    }
    return graph;
  }

  private void collect(Pool pool) {
    pools.put(pool.name(), pool);
    if (pool.content() instanceof PoolContent.SubPools sub) {
      sub.pools().forEach(this::collect);
    }
  }

  /** Every pool that a pool gives tokens to: its own pools, and its leftover place. */
  static List<String> targets(Pool pool) {
    List<String> targets = new ArrayList<>();
    if (pool.content() instanceof PoolContent.SubPools sub) {
      sub.pools().forEach(child -> targets.add(child.name()));
    }
    if (pool.leftover() instanceof Leftover.ToPool to) {
      targets.add(to.pool());
    }
    return targets;
  }

  /** All pools by name, in the order of the policy. */
  Map<String, Pool> pools() {
    return pools;
  }

  /** All pools in the order of their division. */
  List<Pool> order() {
    return order;
  }

  Pool pool(String name) {
    Pool pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException("no pool " + name);
    }
    return pool;
  }
}
