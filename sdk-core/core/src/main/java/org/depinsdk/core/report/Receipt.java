package org.depinsdk.core.report;

import java.util.Optional;

/**
 * A network's decision about one report. It is given only when the decision is durable.
 *
 * @param reportId which report
 * @param refusal why it was refused; empty if it was accepted
 * @param logged shows that the decision is in the network's log: a C2SP tlog-proof whose extra data is the
 *     {@link org.depinsdk.core.log.LogRecord.ReportDecided}, of which nothing is verified; empty if the network sent none
 */
public record Receipt(ReportId reportId, Optional<Refusal> refusal, Optional<String> logged) {
  /**
   * The report was accepted.
   *
   * @param reportId which report
   * @return the receipt
   */
  public static Receipt accepted(ReportId reportId) {
    return new Receipt(reportId, Optional.empty(), Optional.empty());
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
    return new Receipt(reportId, Optional.of(new Refusal(reason, detail)), Optional.empty());
  }

  /**
   * The same decision with the proof that it is in the network's log.
   *
   * @param proof a C2SP tlog-proof
   * @return the receipt
   */
  public Receipt with(String proof) {
    return new Receipt(reportId, refusal, Optional.of(proof));
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
