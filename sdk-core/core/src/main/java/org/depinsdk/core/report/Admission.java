package org.depinsdk.core.report;

/** What a network decided about a report that came in. */
public sealed interface Admission {
  /**
   * The report counts.
   *
   * @param id the report's id
   * @param epoch the index of the epoch that it belongs to
   */
  record Accepted(ReportId id, long epoch) implements Admission {}

  /**
   * The report does not count, and this is why.
   *
   * @param reason a stable code of {@link ReportReasons}
   * @param detail facts for the device's operator
   */
  record Refused(ReasonCode reason, String detail) implements Admission {}
}
