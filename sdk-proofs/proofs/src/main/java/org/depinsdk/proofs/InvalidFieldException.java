package org.depinsdk.proofs;

/**
 * A part of evidence that has a value which it cannot have. Values are checked where they are made; a codec turns the
 * exception into a {@link MalformedEvidenceException} if the value came from a report.
 */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient MalformedEvidenceException malformed;

  /**
   * An invalid field.
   *
   * @param field its name
   * @param value its value, as far as it can be shown; long ones are cut
   * @param expected what it should be
   */
  public InvalidFieldException(String field, Object value, String expected) {
    this(MalformedEvidenceException.field(field, value, expected));
  }

  private InvalidFieldException(MalformedEvidenceException malformed) {
    super(malformed.getMessage());
    this.malformed = malformed;
  }

  /**
   * The same about evidence from outside.
   *
   * @return a checked exception with the same message
   */
  public MalformedEvidenceException asMalformedEvidence() {
    return malformed;
  }
}
