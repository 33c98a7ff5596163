package org.depinsdk.proofs.sanctions;

/** A step that does not fit the life of its sanction; nothing has changed. */
public final class SanctionConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A conflict.
   *
   * @param message the sanction, the step and why it does not fit
   */
  public SanctionConflictException(String message) {
    super(message);
  }
}
