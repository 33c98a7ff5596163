package org.depinsdk.storage.audit;

import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Severity;

/** What an audit concluded about one shard. */
enum Outcome {
  PASSED(AuditReasons.PASSED, Severity.INFO),
  UNDECIDED(AuditReasons.UNDECIDED, Severity.WARNING),
  WRONG_SHARE(AuditReasons.WRONG_SHARE, Severity.ERROR),
  LOCATED(AuditReasons.LOCATED, Severity.ERROR),
  LOST(AuditReasons.LOST, Severity.ERROR),
  UNKNOWN(AuditReasons.UNKNOWN, Severity.WARNING),
  LATE(AuditReasons.LATE, Severity.WARNING),
  OFFLINE(AuditReasons.OFFLINE, Severity.WARNING),
  TOO_FEW(AuditReasons.TOO_FEW, Severity.WARNING);

  private final ReasonCode code;
  private final Severity severity;

  Outcome(ReasonCode code, Severity severity) {
    this.code = code;
    this.severity = severity;
  }

  ReasonCode code() {
    return code;
  }

  Severity severity() {
    return severity;
  }

  /** Whether the holder's bytes count. */
  boolean counts() {
    return this == PASSED || this == UNDECIDED;
  }
}
