package org.depinsdk.proofs.usage;

import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Settings;

/**
 * {@code usage/1}: how many bytes a device served, by the word of the clients that received them. All claims that name one
 * client are judged together, so that a session which two access points claim is found. Of a session's receipts the highest
 * cumulative total counts, never their sum; the score is the sum over an access point's sessions, in the unit {@code byte}.
 *
 * <p>A client is a device of the registry in a class of its own, with its own operator. Two operators who collude can still
 * sign for traffic that never was; what they gain is bounded by what a policy pays above what the traffic costs.
 */
public final class UsageVerifier implements ProofVerifier<UsageClaim> {
  /** The kind, {@code usage/1}. */
  public static final ProofKind KIND = new ProofKind("usage/1");

  /** The unit, {@code byte}. */
  public static final ScoreType SCORE = ScoreType.quantity("byte");

  private static final EvidenceCodec<UsageClaim> CODEC = new UsageClaimCodec();

  /** The verifier. */
  public UsageVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public Settings settings() {
    return UsageRules.ALL;
  }

  @Override
  public EvidenceCodec<UsageClaim> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<UsageClaim> evidence) {
    return new GroupKey(
        "client:" + evidence.evidence().receipt().receipt().client().text());
  }

  @Override
  public Judge<UsageClaim> prepare(ProofContext context) {
    return new UsageJudge(context);
  }
}
