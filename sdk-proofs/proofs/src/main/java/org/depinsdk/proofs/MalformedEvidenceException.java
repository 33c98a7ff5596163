package org.depinsdk.proofs;

import org.jspecify.annotations.Nullable;

/** Bytes that are not evidence of the kind that their report claims. */
public final class MalformedEvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Malformed evidence.
   *
   * @param message the field, the value and what was expected
   */
  public MalformedEvidenceException(@Nullable String message) {
    super(message);
  }
}
