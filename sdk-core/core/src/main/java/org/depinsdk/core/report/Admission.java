package org.depinsdk.core.report;

/** A network's decision about a report: accepted, or a {@link Refusal} with a code of {@link ReportReasons}. */
public sealed interface Admission permits Admission.Accepted, Refusal {
  /**
   * The report is accepted.
   *
   * @param id the report's id
   * @param epoch the index of the epoch that it belongs to
   */
  record Accepted(ReportId id, long epoch) implements Admission {}
}
