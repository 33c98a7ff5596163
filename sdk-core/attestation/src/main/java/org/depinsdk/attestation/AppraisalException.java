package org.depinsdk.attestation;

/** An appraisal that could not be made for a reason that lies with the verifier and not with the evidence. */
public final class AppraisalException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param message names what is missing
   */
  public AppraisalException(String message) {
    super(message);
  }

  /**
   * A fault with its cause.
   *
   * @param message names what failed
   * @param cause the failure
   */
  public AppraisalException(String message, Throwable cause) {
    super(message, cause);
  }
}
