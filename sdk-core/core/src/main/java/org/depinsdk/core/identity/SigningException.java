package org.depinsdk.core.identity;

/** A signer that could not sign: its token is gone, its key is locked, its hardware refused. */
public class SigningException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A signing error.
   *
   * @param message what happened and what to do next
   */
  public SigningException(String message) {
    super(message);
  }

  /**
   * A signing error with its cause.
   *
   * @param message what happened and what to do next
   * @param cause the failure below
   */
  public SigningException(String message, Throwable cause) {
    super(message, cause);
  }
}
