package org.depinsdk.core.report;

/** A network's decision about a report. */
public sealed interface Admission {
  /**
   * The report is accepted.
   *
   * @param id the report's id
   * @param epoch the index of the epoch that it belongs to
   */
  record Accepted(ReportId id, long epoch) implements Admission {}

  /**
   * The report is refused.
   *
   * @param reason a stable code of {@link ReportReasons}
   * @param detail facts for the device's operator
   */
  record Refused(ReasonCode reason, String detail) implements Admission {}
}
