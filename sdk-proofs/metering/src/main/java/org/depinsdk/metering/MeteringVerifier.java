package org.depinsdk.metering;

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
 * {@code metering/1}: energy of charging sessions, as the meter signed it. All sessions of one meter key are judged together,
 * whoever reports them. The score is in the unit {@code watt-hour}.
 *
 * <p>A session counts if its registration is good, every record verifies under the registered key, begin and end of one
 * import register are there with a clock that places them, the meter works, the session ends in the judged epoch, the
 * register only rises, and the power stays below the plate. Of sessions that share a record, overlap, or do not follow in
 * register and record number, the first counts. A session belongs to the epoch in which it ends by the meter's own signed
 * clock, so that no record is paid in two epochs.
 */
public final class MeteringVerifier implements ProofVerifier<MeteringSession> {
  /** The kind, {@code metering/1}. */
  public static final ProofKind KIND = new ProofKind("metering/1");

  /** The unit, {@code watt-hour}. */
  public static final ScoreType SCORE = ScoreType.quantity("watt-hour");

  private static final EvidenceCodec<MeteringSession> CODEC = new MeteringCodec();

  /** The verifier. */
  public MeteringVerifier() {}

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
    return MeteringRules.ALL;
  }

  @Override
  public EvidenceCodec<MeteringSession> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<MeteringSession> evidence) {
    return new GroupKey(
        "meter:" + evidence.evidence().registration().assignment().key().fingerprint());
  }

  @Override
  public Judge<MeteringSession> prepare(ProofContext context) {
    return new MeteringJudge(context);
  }
}
