package org.depinsdk.proofs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/**
 * Collects the findings of one verdict. The same fact about many reports becomes one finding with the fact {@code reports}
 * and the first ids, so that a verdict stays small whatever a device sends.
 */
public final class FindingLog {
  private static final Comparator<Finding> BY_WEIGHT = Comparator.comparing(Finding::severity)
      .reversed()
      .thenComparing(Finding::code)
      .thenComparing(f -> f.facts().toString());

  // different facts that one code is noted with before the rest is only counted
  private static final int MAX_VARIANTS = 32;

  private final SortedMap<String, Repeated> repeated = new TreeMap<>();
  private final Map<ReasonCode, Integer> variants = new TreeMap<>();
  private final List<Finding> single = new ArrayList<>();

  /** An empty log. */
  public FindingLog() {}

  /** Reports of which the same is true: how many, and the first of them. */
  public static final class Reports {
    private final List<ReportId> first = new ArrayList<>(2);
    private long count;

    /** No reports. */
    public Reports() {}

    /**
     * One more.
     *
     * @param report its id
     */
    public void add(ReportId report) {
      count++;
      if (first.size() < Finding.MAX_EVIDENCE) {
        first.add(report);
      }
    }

    private void addAll(Reports others) {
      count += others.count;
      first.addAll(others.first.subList(
          0, Math.min(others.first.size(), Finding.MAX_EVIDENCE - first.size())));
    }
  }

  /**
   * Notes that something is true of reports. Reports with the same code and facts are counted together; after {@value
   * #MAX_VARIANTS} different facts the others of that code are too, under the fact {@code further}.
   *
   * @param code what
   * @param severity how much it weighs
   * @param facts what the reports have in common
   * @param reports which reports
   */
  public void note(ReasonCode code, Severity severity, Map<String, String> facts, Reports reports) {
    repeated(code, severity, facts).reports.addAll(reports);
  }

  /**
   * Notes that something is true of a report, as {@link #note(ReasonCode, Severity, Map, Reports)} does.
   *
   * @param code what
   * @param severity how much it weighs
   * @param facts what the report has in common with others
   * @param report which report
   */
  public void note(ReasonCode code, Severity severity, Map<String, String> facts, ReportId report) {
    repeated(code, severity, facts).reports.add(report);
  }

  private Repeated repeated(ReasonCode code, Severity severity, Map<String, String> facts) {
    String key = code.text() + new TreeMap<>(facts);
    if (repeated.containsKey(key) || variants.merge(code, 1, Integer::sum) <= MAX_VARIANTS) {
      return repeated.computeIfAbsent(key, k -> new Repeated(code, severity, facts, new Reports()));
    }
    return repeated.computeIfAbsent(
        code.text(), k -> new Repeated(code, severity, Map.of("further", "true"), new Reports()));
  }

  /**
   * Notes that something is true of a report.
   *
   * @param code what
   * @param severity how much it weighs
   * @param report which report
   */
  public void note(ReasonCode code, Severity severity, ReportId report) {
    note(code, severity, Map.of(), report);
  }

  /**
   * Adds a finding about the whole group.
   *
   * @param finding what
   */
  public void add(Finding finding) {
    single.add(finding);
  }

  /**
   * Everything noted, the heaviest first.
   *
   * @return the findings of a verdict
   */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(single);
    repeated.values().forEach(r -> all.add(r.finding()));
    all.sort(BY_WEIGHT);
    return all;
  }

  private record Repeated(
      ReasonCode code, Severity severity, Map<String, String> facts, Reports reports) {
    Finding finding() {
      Map<String, String> all = new TreeMap<>(facts);
      all.put("reports", Long.toString(reports.count));
      return new Finding(code, severity, all, reports.first);
    }
  }
}
