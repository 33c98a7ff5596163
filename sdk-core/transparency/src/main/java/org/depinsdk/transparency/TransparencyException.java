package org.depinsdk.transparency;

/** Something that came from a log, a witness or a device was refused. The message names what was found and what was expected. */
public final class TransparencyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it was refused. */
  public enum Reason {
    /** It does not have the form that its specification gives. */
    MALFORMED,
    /** A key has a signature type that this library does not verify. */
    UNSUPPORTED_KEY,
    /** No signature is of a known key. */
    NO_KNOWN_SIGNATURE,
    /** A signature of a known key does not verify. */
    WRONG_SIGNATURE,
    /** The checkpoint is of another log than the one that was asked about. */
    WRONG_ORIGIN,
    /** An inclusion or consistency proof does not lead to the root. */
    WRONG_PROOF,
    /** Too few witnesses cosigned. */
    NO_QUORUM,
    /** The quorum of a witness policy does not survive dishonest witnesses. */
    WEAK_QUORUM,
    /** What a proof of misbehaviour shows is no misbehaviour. */
    NOTHING_SHOWN
  }

  private final Reason reason;

  /**
   * A refusal.
   *
   * @param reason why
   * @param message what was found and what was expected
   */
  public TransparencyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Why it was refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * A refusal of something whose form is wrong.
   *
   * @param message what was found and what was expected
   * @return the exception, to be thrown
   */
  public static TransparencyException malformed(String message) {
    return new TransparencyException(Reason.MALFORMED, message);
  }
}
