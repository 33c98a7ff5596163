package org.depinsdk.scaffold;

import org.depinsdk.core.lifecycle.LifecycleCheck;
import org.depinsdk.core.report.ReasonCode;

/** A signed statement that changes nothing, and the stated reason why. */
public final class RefusedStatementException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ReasonCode reason;

  /**
   * A refusal.
   *
   * @param refusal what the check came to
   */
  public RefusedStatementException(LifecycleCheck.Refused refusal) {
    super(refusal.reason() + ": " + refusal.detail());
    this.reason = refusal.reason();
  }

  /**
   * Why.
   *
   * @return a stable code
   */
  public ReasonCode reason() {
    return reason;
  }
}
