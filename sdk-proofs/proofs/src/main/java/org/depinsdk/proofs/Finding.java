package org.depinsdk.proofs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/**
 * One stated fact of a verdict.
 *
 * @param code what it is, stable
 * @param severity how much it weighs
 * @param facts names and values, for example {@code seen=10}; kept sorted by name
 * @param evidence the reports that show it, possibly only the first of many
 */
public record Finding(
    ReasonCode code, Severity severity, Map<String, String> facts, List<ReportId> evidence) {
  /** Most reports that a finding names. A fact says how many there were. */
  public static final int MAX_EVIDENCE = 16;

  /** Sorts and copies. */
  public Finding {
    SortedMap<String, String> sorted = new TreeMap<>(facts);
    facts = Collections.unmodifiableSortedMap(sorted);
    evidence =
        List.copyOf(evidence.size() > MAX_EVIDENCE ? evidence.subList(0, MAX_EVIDENCE) : evidence);
  }

  /**
   * A finding without reports.
   *
   * @param code what it is
   * @param severity how much it weighs
   * @param facts names and values
   * @return the finding
   */
  public static Finding of(ReasonCode code, Severity severity, Map<String, String> facts) {
    return new Finding(code, severity, facts, List.of());
  }
}
