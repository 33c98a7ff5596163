package org.depinsdk.service;

import org.depinsdk.core.lifecycle.LifecycleCheck;
import org.depinsdk.core.report.ReasonCode;

/** A signed statement that changes nothing, and the stated reason why. */
public final class RefusedInstructionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ReasonCode reason;

  /**
   * A refusal.
   *
   * @param refusal what the check came to
   */
  public RefusedInstructionException(LifecycleCheck.Refused refusal) {
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
