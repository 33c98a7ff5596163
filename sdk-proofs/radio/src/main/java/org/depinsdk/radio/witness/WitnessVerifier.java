package org.depinsdk.radio.witness;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.HexGrid;
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
 * {@code witness/1}: radio coverage, proved by beacons and those who heard them. All reports about one beacon are judged
 * together; the beacon's packet, moment, channel and data rate follow from the epoch's public randomness and a secret of the
 * device, see {@link BeaconWindow}. Each report passes the checks of {@link WitnessReasons} in their order, and the first that
 * fails decides. Of the valid witnesses the first 14 count (HIP-83). The score is HIP-15's units times the HIP-17 scale of
 * the beaconer's place, both in 1e-4, so in the unit {@code poc-unit-e8}, exactly.
 *
 * <p>Of each device is remembered when it was last heard, for 60 h, and when it last heard another, for 48 h (HIP-106). Those
 * who were heard make a place crowded (HIP-17); a device that is only registered does not.
 */
public final class WitnessVerifier implements ProofVerifier<RadioReport> {
  /** The kind, {@code witness/1}. */
  public static final ProofKind KIND = new ProofKind("witness/1");

  /** The unit, {@code poc-unit-e8}. */
  public static final ScoreType SCORE = ScoreType.quantity("poc-unit-e8");

  private static final EvidenceCodec<RadioReport> CODEC = new RadioReportCodec();

  private final Supplier<HexGrid> grid;
  private final Pipeline<BeaconChecks.Subject> beaconChecks;
  private final Pipeline<WitnessChecks.Subject> witnessChecks;

  /** A verifier with the grid on the path, looked for when an epoch is prepared. */
  public WitnessVerifier() {
    this(HexGrid::load, BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public WitnessVerifier(HexGrid grid) {
    this(() -> grid, BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
  }

  WitnessVerifier(
      Supplier<HexGrid> grid,
      Pipeline<BeaconChecks.Subject> beaconChecks,
      Pipeline<WitnessChecks.Subject> witnessChecks) {
    this.grid = grid;
    this.beaconChecks = beaconChecks;
    this.witnessChecks = witnessChecks;
  }

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
    return WitnessRules.ALL;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return WitnessRules.TABLES;
  }

  @Override
  public EvidenceCodec<RadioReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<RadioReport> evidence) {
    return new GroupKey("beacon:" + evidence.evidence().tag());
  }

  /** When each device may beacon, and with what, see {@link BeaconWindow}. */
  @Override
  public Optional<ChallengeSchedule> challenges(EpochTerms terms) {
    return Optional.of(WitnessRules.schedule(terms));
  }

  @Override
  public Judge<RadioReport> prepare(ProofContext context) {
    return new WitnessJudge(context, grid.get(), beaconChecks, witnessChecks);
  }
}
