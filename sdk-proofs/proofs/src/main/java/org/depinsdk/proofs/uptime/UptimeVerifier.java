package org.depinsdk.proofs.uptime;

import java.util.List;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;

/**
 * {@code uptime/1}: in how many distinct intervals of the epoch a device was heard. The epoch is cut into equal intervals;
 * each in which at least one heartbeat passes every check counts once, so that repetition gains nothing. The score is that
 * number, in the unit {@code interval}, or 0 below the minimum.
 */
public final class UptimeVerifier implements ProofVerifier<Heartbeat> {
  /** The kind, {@code uptime/1}. */
  public static final ProofKind KIND = new ProofKind("uptime/1");

  /** The unit, {@code interval}. */
  public static final ScoreType SCORE = ScoreType.quantity("interval");

  private static final EvidenceCodec<Heartbeat> CODEC = new HeartbeatCodec();

  /** The verifier. */
  public UptimeVerifier() {}

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
    return UptimeRules.ALL;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return List.of(UptimeRules.MAINTENANCE);
  }

  @Override
  public EvidenceCodec<Heartbeat> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<Heartbeat> evidence) {
    return GroupKey.device(evidence.device());
  }

  @Override
  public Optional<ChallengeSchedule> challenges(EpochTerms terms) {
    UptimeRules rules = UptimeRules.of(terms);
    return rules.challenged() == UptimeRules.Challenged.NO
        ? Optional.empty()
        : Optional.of(rules.schedule());
  }

  @Override
  public Judge<Heartbeat> prepare(ProofContext context) {
    UptimeRules rules = UptimeRules.of(context.terms());
    return new UptimeJudge(rules, rules.excused(context.tables()));
  }
}
