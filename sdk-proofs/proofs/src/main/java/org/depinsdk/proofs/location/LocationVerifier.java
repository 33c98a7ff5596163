package org.depinsdk.proofs.location;

import java.util.function.Supplier;
import org.depinsdk.core.geo.HexGrid;
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
 * {@code location/1}: whether a device is where it says. Its fixes, the round trips that landmarks measured to it and the
 * sightings of those who heard it are judged together. The score is 1 {@code place} or 0, to gate other proofs with.
 *
 * <p>A round trip is evidence against a place only: light in a vacuum is the fastest, so that an answer which comes sooner
 * than light would take did not come from there.
 */
public final class LocationVerifier implements ProofVerifier<LocationReport> {
  /** The kind, {@code location/1}. */
  public static final ProofKind KIND = new ProofKind("location/1");

  /** The unit, {@code place}. */
  public static final ScoreType SCORE = ScoreType.attribute("place");

  /** Metres that light travels in a microsecond in a vacuum, rounded up (CODATA: 299,792,458 m/s). */
  public static final long LIGHT_METERS_PER_MICRO = 300;

  private static final EvidenceCodec<LocationReport> CODEC = new LocationReportCodec();

  private final Supplier<HexGrid> grid;

  /** A verifier with the grid on the path, looked for when an epoch is prepared. */
  public LocationVerifier() {
    grid = HexGrid::load;
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public LocationVerifier(HexGrid grid) {
    this.grid = () -> grid;
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
    return LocationRules.ALL;
  }

  @Override
  public EvidenceCodec<LocationReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<LocationReport> evidence) {
    if (evidence.evidence() instanceof LocationReport.RoundTrip trip) {
      return GroupKey.device(trip.target());
    }
    return GroupKey.device(
        evidence.evidence() instanceof LocationReport.Sighting sighting
            ? sighting.target()
            : evidence.device());
  }

  @Override
  public Judge<LocationReport> prepare(ProofContext context) {
    return new LocationJudge(grid.get(), context);
  }
}
