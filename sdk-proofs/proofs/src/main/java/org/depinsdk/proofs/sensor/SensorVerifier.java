package org.depinsdk.proofs.sensor;

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
 * {@code sensor/1}: in how many intervals of the epoch a sensor measured credibly. All sensors of one quantity in one area (a
 * cell of resolution 5) are judged together. A reading counts if it is possible, did not jump and is not stuck; an interval
 * counts if its mean agrees with the median of the neighbours, if there are enough of other operators. The score is that
 * number, in the unit {@code interval}.
 */
public final class SensorVerifier implements ProofVerifier<SensorReadings> {
  /** The kind, {@code sensor/1}. */
  public static final ProofKind KIND = new ProofKind("sensor/1");

  /** The unit, {@code interval}. */
  public static final ScoreType SCORE = ScoreType.quantity("interval");

  private static final EvidenceCodec<SensorReadings> CODEC = new SensorReadingsCodec();

  /** The verifier. */
  public SensorVerifier() {}

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
    return SensorRules.ALL;
  }

  @Override
  public EvidenceCodec<SensorReadings> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<SensorReadings> evidence) {
    return new GroupKey(
        "sensor:" + evidence.evidence().quantity() + ":" + evidence.evidence().area());
  }

  @Override
  public Judge<SensorReadings> prepare(ProofContext context) {
    return new SensorJudge(context);
  }
}
