package org.depinsdk.rewards.allocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * Who gets how much in one epoch, pool by pool and line by line. Every unit that was minted or carried in is paid or
 * unallocated for a named reason; the constructor refuses anything else.
 *
 * @param minted the new tokens of the epoch
 * @param carriedIn what earlier epochs kept for a pool, by pool
 * @param pools every pool of the policy, parents before children, in the order of the policy
 */
public record Allocation(
    TokenAmount minted, SortedMap<String, TokenAmount> carriedIn, List<PoolResult> pools) {
  /** Copies, and checks that every unit is accounted for. */
  public Allocation {
    carriedIn = Collections.unmodifiableSortedMap(new TreeMap<>(carriedIn));
    pools = List.copyOf(pools);
    checkFlows(pools);
    TokenAmount in = sum(carriedIn.values()).plus(minted);
    TokenAmount gone = sum(pools.stream().map(PoolResult::paid).toList())
        .plus(sum(pools.stream().map(PoolResult::left).toList()));
    if (!in.equals(gone)) {
      throw new IllegalArgumentException("an epoch that divides " + in + " accounts for " + gone);
    }
  }

  private static void checkFlows(List<PoolResult> pools) {
    List<Flow> sent = new ArrayList<>();
    List<Flow> received = new ArrayList<>();
    for (PoolResult pool : pools) {
      sent.addAll(pool.outflows());
      pool.inflows().stream().filter(f -> !f.from().isEmpty()).forEach(received::add);
    }
    Map<Flow, Integer> balance = new HashMap<>();
    sent.forEach(f -> balance.merge(f, 1, Integer::sum));
    received.forEach(f -> balance.merge(f, -1, Integer::sum));
    balance.forEach((flow, times) -> {
      if (times != 0) {
        throw new IllegalArgumentException("the two ends of " + flow + " do not match");
      }
    });
  }

  /**
   * What the epoch divides.
   *
   * @return minted and carried in
   */
  public TokenAmount total() {
    return sum(carriedIn.values()).plus(minted);
  }

  /**
   * What is paid.
   *
   * @return the sum of all lines
   */
  public TokenAmount paid() {
    return sum(pools.stream().map(PoolResult::paid).toList());
  }

  /**
   * What nobody is paid, carried or not.
   *
   * @return {@link #total()} less {@link #paid()}
   */
  public TokenAmount unallocated() {
    return total().minus(paid());
  }

  /**
   * What one pool had, paid and left.
   *
   * @param name of the pool
   * @return its result
   * @throws IllegalArgumentException if the policy has no such pool
   */
  public PoolResult pool(String name) {
    return pools.stream()
        .filter(p -> p.pool().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no pool " + name + "; there are "
            + pools.stream().map(PoolResult::pool).toList()));
  }

  /**
   * All lines, pool by pool.
   *
   * @return a stream in canonical order
   */
  public Stream<AllocationLine> lines() {
    return pools.stream().flatMap(p -> p.lines().stream());
  }

  /**
   * What stays unallocated, with its reasons.
   *
   * @return in the order of the pools
   */
  public List<Unallocated> unallocatedItems() {
    return pools.stream().flatMap(p -> p.unallocated().stream()).toList();
  }

  /**
   * What each operator is paid.
   *
   * @return sums over all pools, without operators that are paid nothing; unmodifiable
   */
  public SortedMap<OperatorId, TokenAmount> perOperator() {
    TreeMap<OperatorId, TokenAmount> sums = new TreeMap<>();
    for (PoolResult pool : pools) {
      OperatorId operator = null;
      TokenAmount sum = TokenAmount.ZERO;
      // the lines of one operator stand together, so that the map is asked once for all of them
      for (AllocationLine line : pool.lines()) {
        if (!line.operator().equals(operator)) {
          add(sums, operator, sum);
          operator = line.operator();
          sum = TokenAmount.ZERO;
        }
        sum = sum.plus(line.amount());
      }
      add(sums, operator, sum);
    }
    return Collections.unmodifiableSortedMap(sums);
  }

  /**
   * What the next epoch's allocation takes in.
   *
   * @return carried amounts by pool, unmodifiable
   */
  public SortedMap<String, TokenAmount> carryForward() {
    TreeMap<String, TokenAmount> carried = new TreeMap<>();
    unallocatedItems().stream()
        .filter(Unallocated::carried)
        .forEach(rest -> carried.merge(rest.pool(), rest.amount(), TokenAmount::plus));
    return Collections.unmodifiableSortedMap(carried);
  }

  private static void add(
      TreeMap<OperatorId, TokenAmount> sums, @Nullable OperatorId operator, TokenAmount amount) {
    if (operator != null && !amount.isZero()) {
      sums.merge(operator, amount, TokenAmount::plus);
    }
  }

  private static TokenAmount sum(Iterable<TokenAmount> amounts) {
    TokenAmount sum = TokenAmount.ZERO;
    for (TokenAmount amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}
