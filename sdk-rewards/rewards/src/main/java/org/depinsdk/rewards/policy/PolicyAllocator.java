package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;
import org.depinsdk.rewards.allocation.Flow;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.allocation.Unallocated;

/** Divides one epoch: walks the pools in their order and keeps account of every flow. */
final class PolicyAllocator {
  private final long whole;
  private final SortedMap<String, BigInteger> figures;
  private final PoolGraph graph;
  private final TokenAmount minted;
  private final SortedMap<String, TokenAmount> carriedIn;
  private final Contribution[] contributions;
  private final Map<String, List<Flow>> inflows = new LinkedHashMap<>();
  private final Map<String, PoolResult> results = new LinkedHashMap<>();

  PolicyAllocator(
      RewardPolicy policy,
      TokenAmount minted,
      SortedMap<String, TokenAmount> carriedIn,
      Collection<Contribution> contributions,
      SortedMap<String, BigInteger> figures) {
    this.whole = policy.whole();
    this.figures = figures;
    this.graph = new PoolGraph(policy.root());
    this.minted = minted;
    this.carriedIn = new TreeMap<>(carriedIn);
    this.contributions = Contributions.merged(contributions);
  }

  Allocation allocate() {
    graph.pools().keySet().forEach(name -> inflows.put(name, new ArrayList<>()));
    send(new Flow("", RewardPolicy.ROOT, AllocationReasons.MINTED, minted));
    carriedIn.forEach((pool, amount) -> {
      String to = graph.pools().containsKey(pool) ? pool : RewardPolicy.ROOT;
      send(new Flow("", to, AllocationReasons.CARRIED, amount));
    });
    for (Pool pool : graph.order()) {
      results.put(pool.name(), divide(pool));
    }
    List<PoolResult> inPolicyOrder = new ArrayList<>();
    graph
        .pools()
        .keySet()
        .forEach(name -> inPolicyOrder.add(Objects.requireNonNull(results.get(name))));
    return new Allocation(minted, carriedIn, inPolicyOrder);
  }

  private void send(Flow flow) {
    Objects.requireNonNull(inflows.get(flow.to())).add(flow);
  }

  private PoolResult divide(Pool pool) {
    List<Flow> in = Objects.requireNonNull(inflows.get(pool.name()));
    TokenAmount amount = TokenAmount.ZERO;
    for (Flow flow : in) {
      amount = amount.plus(flow.amount());
    }
    Account account = new Account(pool);
    List<AllocationLine> lines = List.of();
    if (pool.content() instanceof PoolContent.SubPools sub) {
      split(sub.pools(), amount, account);
    } else if (pool.content() instanceof PoolContent.Recipient recipient) {
      lines = List.of(AllocationLine.fixed(pool.name(), recipient.operator(), amount));
    } else if (pool.content() instanceof PoolContent.Reserve) {
      account.leave(AllocationReasons.RESERVED, amount);
    } else if (pool.content() instanceof PoolContent.ByContribution by) {
      ContributionDivision division =
          ContributionDivision.of(pool.name(), by, amount, contributions, figures);
      lines = division.lines();
      division.left().forEach(account::leave);
      if (by.remainder() == Remainder.CARRY_FORWARD) {
        account.carry(AllocationReasons.REMAINDER, division.remainder());
      } else {
        account.leave(AllocationReasons.REMAINDER, division.remainder());
      }
    }
    return new PoolResult(pool.name(), in, lines, account.outflows, account.unallocated);
  }

  private void split(List<Pool> children, TokenAmount amount, Account account) {
    BigInteger scores = BigInteger.ZERO;
    for (Pool child : children) {
      scores = scores.add(score(child));
    }
    TokenAmount rest = amount;
    Pool takesRest = null;
    Map<Pool, TokenAmount> shares = new LinkedHashMap<>();
    for (Pool child : children) {
      TokenAmount share = TokenAmount.ZERO;
      if (child.share() instanceof Share.Parts parts) {
        share = amount.mulDiv(parts.parts(), whole);
      } else if (child.share() instanceof Share.Score && scores.signum() > 0) {
        share = amount.mulDiv(score(child), scores);
      } else if (child.share() instanceof Share.Rest) {
        takesRest = child;
      }
      shares.put(child, share);
      rest = rest.minus(share);
    }
    if (takesRest != null) {
      shares.put(takesRest, rest);
      rest = TokenAmount.ZERO;
    }
    shares.forEach((child, share) -> account.pass(child.name(), AllocationReasons.SHARE, share));
    boolean noScore = children.get(0).share() instanceof Share.Score && scores.signum() == 0;
    account.leave(noScore ? AllocationReasons.NO_SCORE : AllocationReasons.REMAINDER, rest);
  }

  private BigInteger score(Pool pool) {
    return pool.share() instanceof Share.Score score
        ? figures.getOrDefault(score.figure(), BigInteger.ZERO).max(BigInteger.ZERO)
        : BigInteger.ZERO;
  }

  /** Where one pool's tokens go. */
  private final class Account {
    private final Pool pool;
    private final List<Flow> outflows = new ArrayList<>();
    private final List<Unallocated> unallocated = new ArrayList<>();

    Account(Pool pool) {
      this.pool = pool;
    }

    void pass(String to, ReasonCode reason, TokenAmount amount) {
      Flow flow = new Flow(pool.name(), to, reason, amount);
      outflows.add(flow);
      send(flow);
    }

    void leave(ReasonCode reason, TokenAmount amount) {
      if (amount.isZero()) {
        return;
      }
      if (pool.leftover() instanceof Leftover.ToPool to) {
        pass(to.pool(), reason, amount);
      } else {
        boolean carried = pool.leftover() instanceof Leftover.Carries;
        unallocated.add(new Unallocated(pool.name(), reason, amount, carried));
      }
    }

    void carry(ReasonCode reason, TokenAmount amount) {
      if (!amount.isZero()) {
        unallocated.add(new Unallocated(pool.name(), reason, amount, true));
      }
    }
  }
}
