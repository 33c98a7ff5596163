package org.depinsdk.core.identity;

import org.jspecify.annotations.Nullable;

/** A key that is not acceptable. The message says which rule it breaks. */
public final class InvalidKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A key error.
   *
   * @param message the rule and the offending value
   */
  public InvalidKeyException(@Nullable String message) {
    super(message);
  }
}
