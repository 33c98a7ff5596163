package org.depinsdk.core.lifecycle;

import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Refusal;

/** An instruction is refused and changes nothing. */
public final class RefusedInstructionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /**
   * A refusal.
   *
   * @param refusal why
   */
  public RefusedInstructionException(Refusal refusal) {
    super(refusal.toString());
    this.refusal = refusal;
  }

  /**
   * A refusal.
   *
   * @param reason a stable code of {@link LifecycleReasons} or {@link org.depinsdk.core.session.SessionReasons}
   * @param detail facts for people
   */
  public RefusedInstructionException(ReasonCode reason, String detail) {
    this(new Refusal(reason, detail));
  }

  /**
   * Why.
   *
   * @return reason and detail
   */
  public Refusal refusal() {
    return refusal;
  }
}
