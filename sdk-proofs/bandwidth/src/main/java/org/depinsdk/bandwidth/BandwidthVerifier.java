package org.depinsdk.bandwidth;

import java.util.List;
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
import org.depinsdk.proofs.Table;

/**
 * {@code bandwidth/1}: how much traffic a device's link carries, in {@code kbit/s} of IP packets, headers included. Several
 * challengers exchange traffic with the device at the same moment, each signs what it saw, and the score is what the link
 * certainly carried even if the assumed share of them lies. A policy pays that lower bound; what was available and the
 * capacity are beside it.
 *
 * <p>Who measures whom and when is chosen from the epoch's randomness and proven in each plan. A test that the challengers or
 * the coordinator failed says nothing; a prover that answered nobody has a test with nothing measured. All devices behind one
 * link are measured together, so that the link is paid once. Of the tests of the last days the average counts, and no more
 * than the newest.
 *
 * <p>What remains possible: a faster machine near the prover that it forwards to, within {@code max-round-trip}; more liars
 * among a test's challengers than {@code corrupted}; and two devices behind one link that the network publishes neither as
 * such nor as a pair to be measured.
 */
public final class BandwidthVerifier implements ProofVerifier<BandwidthReport> {
  /** The kind, {@code bandwidth/1}. */
  public static final ProofKind KIND = new ProofKind("bandwidth/1");

  /** The unit, {@code kbit/s}. */
  public static final ScoreType SCORE = ScoreType.attribute("kbit/s");

  private static final EvidenceCodec<BandwidthReport> CODEC = new BandwidthReportCodec();

  private final Supplier<HexGrid> grid;

  /** A verifier that takes its grid from the path, if a policy has places checked. */
  public BandwidthVerifier() {
    this.grid = HexGrid::load;
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public BandwidthVerifier(HexGrid grid) {
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
    return BandwidthRules.SETTINGS;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return List.of(LinkMember.LINKS, LinkMember.CHALLENGERS, LinkPair.PAIRS);
  }

  @Override
  public EvidenceCodec<BandwidthReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<BandwidthReport> evidence) {
    return new GroupKey("link:" + evidence.evidence().test().link());
  }

  @Override
  public Judge<BandwidthReport> prepare(ProofContext context) {
    BandwidthRules rules = BandwidthRules.of(context.config());
    return new BandwidthJudge(context, rules, rules.placesChecked() ? grid.get() : null);
  }
}
