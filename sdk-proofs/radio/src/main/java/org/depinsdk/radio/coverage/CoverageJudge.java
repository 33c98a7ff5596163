package org.depinsdk.radio.coverage;

import java.util.List;
import java.util.Map;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;

/** Judges one area at a time, and forgets the seniority of radios that fell silent. */
final class CoverageJudge implements Judge<CoverageReport> {
  private final HexGrid grid;
  private final ProofContext context;
  private final CoverageRules rules;

  CoverageJudge(HexGrid grid, ProofContext context) {
    this.grid = grid;
    this.context = context;
    this.rules = new CoverageRules(context);
  }

  AreaSurvey survey(Iterable<Attributed<CoverageReport>> evidence) {
    return new AreaSurvey(grid, context, rules, evidence);
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<CoverageReport>> evidence, GroupState before) {
    if (evidence.iterator().hasNext()) {
      AreaSurvey area = survey(evidence);
      return new Judgement(area.verdicts(group), area.states());
    }
    boolean silent =
        Seniority.of(before).map(s -> s.isSilentAt(context.epoch().end())).orElse(true);
    return silent
        ? Judgement.of(List.of()).with(Map.of(group, GroupState.EMPTY))
        : Judgement.of(List.of());
  }

  /** An area writes the state of its own radios; only what ages may meet it. */
  @Override
  public GroupState merge(GroupKey key, GroupState one, GroupState other) {
    return one.isEmpty() ? other : one;
  }
}
