package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
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

/** Reads everything in a policy that judging and settling would read, before an epoch opens under it. */
final class PolicyCheck {
  private final NetworkPolicy policy;
  private final List<PolicyProblem> problems = new ArrayList<>();

  private PolicyCheck(NetworkPolicy policy) {
    this.policy = policy;
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
    if (check.names(SanctionStep.KIND)) {
      check.problem("proofs", SanctionStep.KIND + " is reserved for sanctions, and no proof");
    }
    if (check.names(AttestationStep.KIND)) {
      check.problem("proofs", AttestationStep.KIND + " is reserved for attestations, and no proof");
    }
    policy
        .attestation()
        .ifPresent(rules -> rules.schemes().keySet().stream()
            .filter(scheme -> !EvidenceVerifiers.load().schemes().contains(scheme))
            .forEach(scheme -> check.problem(
                "attestation.schemes." + scheme, "no verifier of this scheme is on the path")));
    return List.copyOf(check.problems);
  }

  private boolean names(ProofKind kind) {
    return policy.proofs().containsKey(kind)
        || policy.compositions().stream().anyMatch(c -> CompositionStep.kind(c).equals(kind));
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

  private void problem(String field, String reason) {
    problems.add(new PolicyProblem(0, 0, field, reason));
  }
}
