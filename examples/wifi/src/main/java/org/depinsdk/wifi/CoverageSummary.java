package org.depinsdk.wifi;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.radio.coverage.CoverageMap;
import org.depinsdk.radio.coverage.CoverageReport;
import org.depinsdk.radio.coverage.CoverageVerifier;
import org.depinsdk.rewards.TokenAmount;

/**
 * Who covers which cell in one epoch, in which rank, and what it is paid there.
 *
 * @param cells the ranked access points of each cell
 * @param boosted cells whose points the network multiplies, and by how much
 */
record CoverageSummary(SortedMap<H3Cell, List<Ranked>> cells, SortedMap<H3Cell, Integer> boosted) {
  /**
   * An access point in a cell.
   *
   * @param entry its rank, level and points
   * @param paid its part of the coverage pool for this cell: what it was paid, in proportion to its points, rounded down
   */
  record Ranked(CoverageMap.Entry entry, TokenAmount paid) {}

  static CoverageSummary of(
      EpochInput input, Map<DeviceId, TokenAmount> paidForCoverage, HexGrid grid)
      throws IOException {
    CoverageVerifier verifier = new CoverageVerifier(grid);
    ProofContext context = input.context(CoverageVerifier.KIND);
    CoverageMap map = verifier.map(evidence(input, verifier), context);
    SortedMap<DeviceId, Long> points = new TreeMap<>();
    map.cells()
        .values()
        .forEach(cell -> cell.forEach(e -> points.merge(e.device(), e.pointsE6(), Long::sum)));
    SortedMap<H3Cell, List<Ranked>> cells = new TreeMap<>();
    map.cells().forEach((cell, entries) -> {
      List<Ranked> ranked = new ArrayList<>();
      for (CoverageMap.Entry entry : entries) {
        TokenAmount all = paidForCoverage.getOrDefault(entry.device(), TokenAmount.ZERO);
        long of = Math.max(1, points.getOrDefault(entry.device(), 1L));
        ranked.add(new Ranked(entry, all.mulDiv(entry.pointsE6(), of)));
      }
      cells.put(cell, List.copyOf(ranked));
    });
    return new CoverageSummary(Collections.unmodifiableSortedMap(cells), boosted(context, cells));
  }

  private static List<Attributed<CoverageReport>> evidence(
      EpochInput input, CoverageVerifier verifier) throws IOException {
    List<Attributed<CoverageReport>> evidence = new ArrayList<>();
    input.evidence().forEach(logged -> {
      if (!logged.getRefusal().isEmpty()) {
        return;
      }
      try {
        SignedReport signed = SignedReport.of(logged.getReport());
        Report report = signed.report();
        if (report.kind().equals(CoverageVerifier.KIND)) {
          evidence.add(new Attributed<>(
              signed.id(input.policy().network()),
              report.device(),
              report.sequence(),
              report.deviceTime(),
              Instant.ofEpochMilli(logged.getReceivedAtMs()),
              evidence.size(),
              report.provenance(),
              verifier.codec().decode(report.evidence())));
        }
      } catch (MalformedReportException | MalformedEvidenceException e) {
        // the engine notes it as a fault; the map does without
      }
    });
    return evidence;
  }

  private static SortedMap<H3Cell, Integer> boosted(
      ProofContext context, SortedMap<H3Cell, List<Ranked>> cells) {
    SortedMap<H3Cell, Integer> boosted = new TreeMap<>();
    CoverageVerifier.BOOSTS
        .rows(context.tables())
        .forEach((cell, boost) -> boost
            .multiplierAt(context.epoch().start())
            .ifPresent(multiplier -> boosted.put(cell, multiplier)));
    boosted.keySet().retainAll(cells.keySet());
    return boosted;
  }

  /** What a cell's access points are paid for it together. */
  static TokenAmount paid(List<Ranked> cell) {
    return cell.stream().map(Ranked::paid).reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /** In how many cells an access point is ranked. */
  long cells(DeviceId device) {
    return count(device, Integer.MAX_VALUE);
  }

  /** In how many cells an access point is the first. */
  long first(DeviceId device) {
    return count(device, 1);
  }

  private long count(DeviceId device, int lowest) {
    return cells.values().stream()
        .flatMap(List::stream)
        .filter(r -> r.entry().device().equals(device) && r.entry().rank() <= lowest)
        .count();
  }
}
