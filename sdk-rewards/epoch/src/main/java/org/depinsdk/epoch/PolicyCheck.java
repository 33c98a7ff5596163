package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Settings;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.policy.Factor;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.PoolContent;

/** Reads everything in a policy that judging and settling would read, before an epoch opens under it. */
final class PolicyCheck {
  private final NetworkPolicy policy;
  private final List<PolicyProblem> problems = new ArrayList<>();

  private final SortedSet<ProofKind> kinds;

  private PolicyCheck(NetworkPolicy policy) {
    this.policy = policy;
    this.kinds = new TreeSet<>(policy.proofs().keySet());
    policy.compositions().forEach(composition -> kinds.add(CompositionStep.kind(composition)));
  }

  static List<PolicyProblem> problems(NetworkPolicy policy, ProofVerifiers verifiers) {
    PolicyCheck check = new PolicyCheck(policy);
    check.problems.addAll(policy.problems());
    policy
        .proofs()
        .forEach((kind, config) -> verifiers
            .find(kind)
            .ifPresentOrElse(
                verifier -> check.proof(verifier, config),
                () -> check.problem("proofs." + kind, noVerifier(kind))));
    if (check.kinds.contains(SanctionStep.KIND)) {
      check.problem("proofs", SanctionStep.KIND + " is what sanctions are told as, and no proof");
    }
    check.pools("rewards.pools", policy.rewards().pools());
    return List.copyOf(check.problems);
  }

  static String noVerifier(ProofKind kind) {
    return "no verifier for " + kind + " on the path; add the jar that provides it";
  }

  private void proof(ProofVerifier<?> verifier, ProofConfig config) {
    String field = "proofs." + verifier.kind();
    List<Settings.Problem> wrong = verifier.settings().problems(config);
    wrong.forEach(problem -> problem(field + "." + problem.setting(), problem.reason()));
    if (wrong.isEmpty()) {
      EpochTerms terms = new EpochTerms(
          policy.network(),
          policy.admission().schedule().at(0),
          new Beacon("check", 0, new byte[Beacon.BYTES]),
          config);
      try {
        verifier.prepare(new ProofContext(terms, RegistryView.empty()));
        verifier.challenges(terms);
      } catch (RuntimeException e) {
        problem(field, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Nobody would ever be paid by a kind that nothing gives. */
  private void pools(String field, List<Pool> pools) {
    for (int i = 0; i < pools.size(); i++) {
      String pool = field + "[" + i + "]";
      if (pools.get(i).content() instanceof PoolContent.SubPools sub) {
        pools(pool + ".pools", sub.pools());
      } else if (pools.get(i).content() instanceof PoolContent.ByContribution by) {
        by.kinds().forEach(kind -> kind(pool + ".pay.kinds", kind));
        by.factors().forEach(factor -> factor(pool + ".pay.factors", factor));
      }
    }
  }

  private void factor(String field, Factor factor) {
    if (factor instanceof Factor.Times times) {
      kind(field, times.kind());
    } else if (factor instanceof Factor.Tiers tiers) {
      kind(field, tiers.kind());
    } else if (factor instanceof Factor.Ranked ranked) {
      kind(field, ranked.cell());
      ranked.since().ifPresent(since -> kind(field, since));
    }
  }

  private void kind(String field, ProofKind kind) {
    if (!kinds.contains(kind)) {
      problem(
          field, "no proof or composition of the policy gives " + kind + "; there are " + kinds);
    }
  }

  private void problem(String field, String reason) {
    problems.add(new PolicyProblem(0, 0, field, reason));
  }
}
