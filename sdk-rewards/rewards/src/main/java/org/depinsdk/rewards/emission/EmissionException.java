package org.depinsdk.rewards.emission;

/** An epoch whose facts, or whose recorded state, a schedule cannot work with. The message names the fact. */
public final class EmissionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * An emission error.
   *
   * @param message which fact or state, its value, and what was expected
   */
  public EmissionException(String message) {
    super(message);
  }
}
