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

  /**
   * Notes that something is true of a report. Reports with the same code and facts are counted together; after {@value
   * #MAX_VARIANTS} different facts the others of that code are too, under the fact {@code further}.
   *
   * @param code what
   * @param severity how much it weighs
   * @param facts what the reports have in common
   * @param report which report
   */
  public void note(ReasonCode code, Severity severity, Map<String, String> facts, ReportId report) {
    String key = code.text() + new TreeMap<>(facts);
    if (!repeated.containsKey(key) && variants.merge(code, 1, Integer::sum) > MAX_VARIANTS) {
      repeated
          .computeIfAbsent(
              code.text(), k -> new Repeated(code, severity, Map.of("further", "true")))
          .add(report);
    } else {
      repeated.computeIfAbsent(key, k -> new Repeated(code, severity, facts)).add(report);
    }
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

  private static final class Repeated {
    private final ReasonCode code;
    private final Severity severity;
    private final Map<String, String> facts;
    private final List<ReportId> first = new ArrayList<>(2);
    private long count;

    Repeated(ReasonCode code, Severity severity, Map<String, String> facts) {
      this.code = code;
      this.severity = severity;
      this.facts = facts;
    }

    void add(ReportId report) {
      count++;
      if (first.size() < Finding.MAX_EVIDENCE) {
        first.add(report);
      }
    }

    Finding finding() {
      Map<String, String> all = new TreeMap<>(facts);
      all.put("reports", Long.toString(count));
      return new Finding(code, severity, all, first);
    }
  }
}
