package org.depinsdk.core.report;

import java.util.Optional;

/**
 * A network's decision about one report. It is given only when the decision is durable.
 *
 * @param reportId which report
 * @param refusal why it was refused; empty if it was accepted
 */
public record Receipt(ReportId reportId, Optional<Refusal> refusal) {
  /**
   * The report was accepted.
   *
   * @param reportId which report
   * @return the receipt
   */
  public static Receipt accepted(ReportId reportId) {
    return new Receipt(reportId, Optional.empty());
  }

  /**
   * The report was refused.
   *
   * @param reportId which report
   * @param reason a stable code, see {@link ReportReasons}
   * @param detail facts for people
   * @return the receipt
   */
  public static Receipt refused(ReportId reportId, ReasonCode reason, String detail) {
    return new Receipt(reportId, Optional.of(new Refusal(reason, detail)));
  }

  /**
   * Whether the report was accepted.
   *
   * @return true if it was accepted
   */
  public boolean isAccepted() {
    return refusal.isEmpty();
  }
}
