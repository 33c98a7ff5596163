package org.depinsdk.service.ingest;

/** More reports wait than the service may hold. Nothing of the batch was taken; it may be sent again later. */
public final class OverloadedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * An overload.
   *
   * @param message how much waits and how much may
   */
  public OverloadedException(String message) {
    super(message);
  }
}
