package org.depinsdk.hardware.ocpp;

/** A call that its receiver refuses. It becomes a CALLERROR; the message names the field, the value and what was expected. */
public final class OcppException extends Exception {
  private static final long serialVersionUID = 1L;
  private final OcppErrorCode code;
  private final String description;

  /**
   * A refusal.
   *
   * @param code why
   * @param description the field, the value and what was expected
   */
  public OcppException(OcppErrorCode code, String description) {
    super(code + ": " + description);
    this.code = code;
    this.description = description;
  }

  /**
   * Why.
   *
   * @return the code
   */
  public OcppErrorCode code() {
    return code;
  }

  /**
   * The field, the value and what was expected.
   *
   * @return the description
   */
  public String description() {
    return description;
  }
}
