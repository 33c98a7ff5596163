package org.depinsdk.epoch;

import java.io.IOException;
import org.depinsdk.core.encoding.EncodingException;

/** A bundle cannot be judged here: something that a replay needs is missing, such as the jar of a proof's verifier. */
public final class CannotJudgeException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A bundle that cannot be judged.
   *
   * @param part the file that asks for what is missing
   * @param detail what is missing; what cannot be printed is replaced
   */
  public CannotJudgeException(String part, String detail) {
    super(EncodingException.printable(part + ": " + detail));
  }
}
