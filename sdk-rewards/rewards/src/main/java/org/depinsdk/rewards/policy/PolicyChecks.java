package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.emission.EpochFacts;

/** Everything that a policy must keep beyond the form of its fields. */
final class PolicyChecks {
  static final int MAX_POOLS = 256;
  static final int MAX_DEPTH = 8;
  static final int MAX_FACTORS = 8;
  static final Pattern POOL_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final Set<String> RESERVED = new LinkedHashSet<>(List.of(
      RewardPolicy.ROOT, PolicyForm.UNALLOCATED, PolicyForm.CARRY_FORWARD, PolicyForm.REST));

  private final List<PolicyProblem> problems = new ArrayList<>();
  private final Map<String, String> pathOfPool = new LinkedHashMap<>();
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final long whole;

  private PolicyChecks(long whole) {
    this.whole = whole;
  }

  static List<PolicyProblem> of(RewardPolicy policy) {
    PolicyChecks checks = new PolicyChecks(policy.whole());
    if (!Domain.isName(policy.name())) {
      checks.problem(
          "name",
          "a policy's name is 1 to 64 of a-z 0-9 . -, not "
              + EncodingException.shown(policy.name()));
    }
    checks.atLeast("version", policy.version(), 1);
    checks.atLeast("validFromEpoch", policy.validFromEpoch(), 0);
    checks.atLeast("whole", policy.whole(), 1);
    checks.emission(policy);
    checks.collect(policy.root(), "", 0);
    if (checks.pools.size() > MAX_POOLS) {
      checks.problem(
          "pools", "a policy has at most " + MAX_POOLS + " pools, not " + checks.pools.size());
    }
    checks.pools.values().forEach(checks::place);
    if (checks.problems.isEmpty()) {
      checks.cycles(policy.root());
    }
    return checks.problems;
  }

  private void collect(Pool pool, String path, int depth) {
    if (depth > 0
        && (!POOL_NAME.matcher(pool.name()).matches() || RESERVED.contains(pool.name()))) {
      problem(
          path + ".name",
          "a pool's name is 1 to 40 of a-z 0-9 - and none of " + RESERVED + ", not "
              + EncodingException.shown(pool.name()));
    } else if (pools.putIfAbsent(pool.name(), pool) != null) {
      problem(path + ".name", "there is another pool " + pool.name());
    }
    pathOfPool.putIfAbsent(pool.name(), path);
    if (pool.content() instanceof PoolContent.ByContribution by) {
      contribution(by, path);
    }
    if (pool.content() instanceof PoolContent.SubPools sub) {
      shares(sub.pools(), path.isEmpty() ? "pools" : path + ".pools");
      if (depth >= MAX_DEPTH) {
        problem(path, "pools are nested at most " + MAX_DEPTH + " deep");
        return;
      }
      for (int i = 0; i < sub.pools().size(); i++) {
        collect(
            sub.pools().get(i), (path.isEmpty() ? "" : path + ".") + "pools[" + i + "]", depth + 1);
      }
    }
  }

  private void contribution(PoolContent.ByContribution by, String path) {
    if (by.kinds().isEmpty()) {
      problem(path + ".pay.kinds", "a pool that pays contributions names at least one proof kind");
    }
    if (by.weighing() instanceof Weighing.Equal && by.kinds().size() > 1) {
      problem(
          path + ".pay.kinds", "a pool that pays equally counts one proof kind, not " + by.kinds());
    }
    boolean ranked = by.factors().stream().anyMatch(f -> f instanceof Factor.Ranked);
    if (ranked && by.kinds().size() > 1) {
      problem(
          path + ".pay.kinds",
          "a pool that ranks devices counts one proof kind, not " + by.kinds());
    }
    if (by.limit().orElse(null) instanceof Limit.AtPrice price
        && !EpochFacts.isName(price.figure())) {
      problem(
          path + ".pay.limit.price",
          "the name of a figure is 1 to 64 of a-z 0-9 -, not "
              + EncodingException.shown(price.figure()));
    }
    if (by.factors().size() > MAX_FACTORS) {
      problem(
          path + ".pay.factors",
          "there are at most " + MAX_FACTORS + " factors, not " + by.factors().size());
    }
    if (by.cap().isPresent() && by.guarantee().isPresent()) {
      limits(by.cap().get(), by.guarantee().get(), path);
    }
  }

  private void limits(Cap cap, Guarantee guarantee, String path) {
    if (cap.scope() != guarantee.scope()) {
      problem(
          path + ".pay.guarantee",
          "a guarantee and a cap of one pool are for the same, not one per "
              + Forms.name(guarantee.scope()) + " and one per " + Forms.name(cap.scope()));
    } else if (guarantee.amount().compareTo(cap.amount()) > 0) {
      problem(path + ".pay.guarantee", "a guarantee is at most the cap");
    }
  }

  private void shares(List<Pool> siblings, String path) {
    if (siblings.isEmpty()) {
      problem(path, "at least one pool is needed");
      return;
    }
    long sum = 0;
    int rest = 0;
    int scores = 0;
    for (int i = 0; i < siblings.size(); i++) {
      Share share = siblings.get(i).share();
      rest += share instanceof Share.Rest ? 1 : 0;
      if (share instanceof Share.Score score) {
        scores++;
        if (!EpochFacts.isName(score.figure())) {
          problem(
              path + "[" + i + "].share.score",
              "the name of a figure is 1 to 64 of a-z 0-9 -, not "
                  + EncodingException.shown(score.figure()));
          return;
        }
      }
      if (share instanceof Share.Parts parts) {
        if (parts.parts() < 0 || parts.parts() > whole) {
          problem(
              path + "[" + i + "].share",
              "a share is 0 to " + whole + " (the whole), not " + parts.parts());
          return;
        }
        sum = Math.min(Long.MAX_VALUE / 2, sum + parts.parts());
      }
    }
    if (scores > 0 && scores < siblings.size()) {
      problem(
          path, "sibling pools have scores all or none, not " + scores + " of " + siblings.size());
    } else if (rest > 1) {
      problem(path, "at most one of sibling pools takes the rest, not " + rest);
    } else if (rest == 0 && scores == 0 && sum != whole) {
      problem(path, "the shares sum to " + sum + ", expected " + whole + " (the whole)");
    } else if (sum > whole) {
      problem(path, "the shares sum to " + sum + ", which is more than " + whole + " (the whole)");
    }
  }

  private void place(Pool pool) {
    if (pool.leftover() instanceof Leftover.ToPool to && !pools.containsKey(to.pool())) {
      problem(
          field(pool, "leftoverTo"),
          "there is no pool " + EncodingException.shown(to.pool()) + "; the pools are "
              + pools.keySet().stream()
                  .filter(n -> !n.equals(RewardPolicy.ROOT))
                  .toList());
    }
  }

  private String field(Pool pool, String field) {
    String path = pathOfPool.getOrDefault(pool.name(), "");
    return path.isEmpty() ? field : path + "." + field;
  }

  private void cycles(Pool root) {
    List<String> cycle = new PoolGraph(root).cycle();
    if (!cycle.isEmpty()) {
      Pool last = Objects.requireNonNull(pools.get(cycle.get(cycle.size() - 1)));
      problem(
          field(last, "leftoverTo"),
          "what pools leave goes in a circle: " + String.join(" > ", cycle) + " > " + cycle.get(0));
    }
  }

  private void emission(RewardPolicy policy) {
    try {
      RewardPolicy.EMISSIONS.form(Optional.of(policy.token())).write(policy.emission());
    } catch (IllegalArgumentException e) {
      problem(
          "emission",
          "a policy is data, and this schedule has no form in policy files: "
              + policy.emission().getClass().getName());
    }
  }

  private void atLeast(String field, long value, long least) {
    if (value < least) {
      problem(field, "must be " + least + " or more, not " + value);
    }
  }

  private void problem(String field, String reason) {
    problems.add(new PolicyProblem(0, 0, field, reason));
  }
}
