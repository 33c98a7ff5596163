package org.depinsdk.radio.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.depinsdk.core.geo.H3Cell;
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
 * {@code coverage/1}: what a radio's coverage is worth. Radios claim H3 cells with a signal level; all reports about one area
 * (a cell of resolution 6) are judged together. In each cell the radios that pass every check are ranked, indoor and outdoor
 * apart; points, rank and cell multipliers, boosts, location trust and uplink speed make the score, see {@link
 * CoveragePoints}, in the unit {@code point-e6}. A radio that fails a check takes no rank from others. Where enough
 * independent mappers measured less than a radio claims, the measured level counts.
 *
 * <p>Of each radio is remembered since when it covers what it covers, in each area: the elder has the better rank. Another
 * place, other cells or 72 h of silence begin anew.
 */
public final class CoverageVerifier implements ProofVerifier<CoverageReport> {
  /** The kind, {@code coverage/1}. */
  public static final ProofKind KIND = new ProofKind("coverage/1");

  /** The unit, {@code point-e6}. */
  public static final ScoreType SCORE = ScoreType.quantity("point-e6");

  /** The table of boosted cells. */
  public static final Table<H3Cell, HexBoost> BOOSTS = CoverageRules.BOOSTS;

  private static final EvidenceCodec<CoverageReport> CODEC = new CoverageReportCodec();

  private final Supplier<HexGrid> grid;

  /** A verifier with the grid on the path, looked for when an epoch is prepared. */
  public CoverageVerifier() {
    grid = HexGrid::load;
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public CoverageVerifier(HexGrid grid) {
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
    return CoverageRules.ALL;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return CoverageRules.TABLES;
  }

  @Override
  public EvidenceCodec<CoverageReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<CoverageReport> evidence) {
    return GroupKey.cell(evidence.evidence().area());
  }

  @Override
  public Judge<CoverageReport> prepare(ProofContext context) {
    return new CoverageJudge(grid.get(), context);
  }

  /**
   * Who covers which cell, and in which rank: what the judge counts with, for maps.
   *
   * @param evidence of one area or of several; of each device in the order of its sequence numbers
   * @param context the epoch, this proof's configuration, the registry
   * @return the cells in which a radio that passes every check is ranked
   */
  public CoverageMap map(Iterable<Attributed<CoverageReport>> evidence, ProofContext context) {
    SortedMap<H3Cell, List<Attributed<CoverageReport>>> areas = new TreeMap<>();
    evidence.forEach(
        e -> areas.computeIfAbsent(e.evidence().area(), a -> new ArrayList<>()).add(e));
    CoverageJudge judge = new CoverageJudge(grid.get(), context);
    SortedMap<H3Cell, List<CoverageMap.Entry>> cells = new TreeMap<>();
    areas.values().forEach(area -> cells.putAll(judge.survey(area).cells()));
    return new CoverageMap(cells);
  }
}
