package org.depinsdk.hardware.agent;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.report.ReasonCode;

/** Is notified of the outcome of showing the network what a device is, in the thread that does it. */
@FunctionalInterface
public interface AttestationListener {
  /**
   * An attempt that failed; the next one follows after a delay.
   *
   * @param refusal why the network refuses the evidence; empty if it was not reached or the hardware did not answer
   * @param message what happened, for people
   * @param failures how many attempts failed in a row, 1 or more
   * @param counted until when the last result counts at the latest, by the network's clock; empty if this run has none
   */
  record Failure(
      Optional<ReasonCode> refusal, String message, long failures, Optional<Instant> counted) {}

  /**
   * The network took the evidence.
   *
   * @param answer the tier, and until when it counts
   */
  void attested(AttestationAnswer answer);

  /**
   * It did not.
   *
   * @param failure why
   */
  default void failed(Failure failure) {}
}
