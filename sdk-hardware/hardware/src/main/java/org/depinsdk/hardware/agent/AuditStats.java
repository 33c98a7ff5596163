package org.depinsdk.hardware.agent;

import java.util.Optional;

/**
 * What came of comparing receipts with the published log. All is 0 if the agent does not compare them.
 *
 * @param proven receipts whose record was found in the published log since the agent was made
 * @param waiting receipts, as of the last audit, whose record need not be published yet
 * @param overdue receipts, as of the last audit, whose record should be published and was not found, or could not be read
 * @param contradicted receipts, as of the last audit, that the published log contradicts; each has a proof that shows it to anyone
 * @param failures audits that failed in a row: the log could not be read in whole; 0 after one that succeeded
 * @param lastFailure the last failure's message; empty after an audit that succeeded
 */
public record AuditStats(
    long proven,
    long waiting,
    long overdue,
    long contradicted,
    long failures,
    Optional<String> lastFailure) {
  static final AuditStats NONE = new AuditStats(0, 0, 0, 0, 0, Optional.empty());
}
