package org.depinsdk.core.identity;

/** A signer that could not sign or be opened: its token is gone, its key is locked, its file is damaged. */
public class SigningException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What kind of failure it is, for programs that react to it. */
  public enum Kind {
    /** The password or PIN is wrong. The key is unharmed. */
    WRONG_PASSWORD,
    /** The key file is incomplete or damaged; a copy is needed. */
    DAMAGED_KEY_FILE,
    /** The key file is whole, in a form that is not read; convert it, a copy does not help. */
    UNSUPPORTED_KEY_FILE,
    /** No token, or no key of that name on it, was found when the signer was opened. */
    TOKEN_MISSING,
    /** The token was there and does not answer any more. */
    TOKEN_PULLED,
    /** Anything else; the message says what. */
    OTHER
  }

  /**
   * A signing error.
   *
   * @param message what happened and what to do next
   */
  public SigningException(String message) {
    super(message);
    this.kind = Kind.OTHER;
  }

  /**
   * A signing error with its cause.
   *
   * @param message what happened and what to do next
   * @param cause the underlying failure
   */
  public SigningException(String message, Throwable cause) {
    super(message, cause);
    this.kind = Kind.OTHER;
  }

  /**
   * A signing error of a kind.
   *
   * @param kind what kind of failure it is
   * @param message what happened and what to do next
   */
  public SigningException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /**
   * A signing error of a kind with its cause.
   *
   * @param kind what kind of failure it is
   * @param message what happened and what to do next
   * @param cause the underlying failure
   */
  public SigningException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * What kind of failure it is.
   *
   * @return {@link Kind#OTHER} unless the signer knows better
   */
  public Kind kind() {
    return kind;
  }
}
