package org.depinsdk.service.ingest;

import java.time.Duration;

/** More reports wait than the service may hold. Nothing of the batch was taken; it may be sent again later. */
public final class OverloadedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** When a sender may try again. */
  public static final Duration RETRY_AFTER = Duration.ofMillis(200);

  /**
   * An overload.
   *
   * @param message how much waits and how much may
   */
  public OverloadedException(String message) {
    super(message);
  }
}
