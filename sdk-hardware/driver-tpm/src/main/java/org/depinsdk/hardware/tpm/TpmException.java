package org.depinsdk.hardware.tpm;

import org.depinsdk.core.identity.SigningException;

/** A TPM that cannot be used now, and why. */
public final class TpmException extends SigningException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What went wrong, for programs that react to it. */
  public enum Reason {
    /** There is no TPM 2.0 at that place, or this process may not use it. */
    NO_TPM(Kind.TOKEN_MISSING),
    /** The TPM was there and does not answer any more, or not in time. The next call connects anew. */
    GONE(Kind.TOKEN_PULLED),
    /** What came was no answer of a TPM, or not to this command. The next call connects anew. */
    BAD_ANSWER(Kind.OTHER),
    /** The auth value is wrong. Where the key has dictionary-attack protection, the TPM has counted the try. */
    WRONG_AUTH(Kind.WRONG_PASSWORD),
    /** The TPM's owner hierarchy has an auth value, and none or another was given. */
    OWNER_AUTH(Kind.WRONG_PASSWORD),
    /** The TPM saw too many wrong auth values and refuses protected keys for a time. The key is unharmed. */
    LOCKOUT(Kind.OTHER),
    /** There is no key at that persistent handle. */
    HANDLE_EMPTY(Kind.TOKEN_MISSING),
    /** A key is at that persistent handle already; it is left as it is. */
    HANDLE_TAKEN(Kind.OTHER),
    /** The key file is of another TPM, or the TPM was cleared since: the key exists no more. */
    FOREIGN_KEY(Kind.OTHER),
    /** The key is there and is not one that a device may sign with: another curve, restricted, or not made in the TPM. */
    UNSUITABLE_KEY(Kind.OTHER),
    /** The key file is incomplete or damaged; a copy is needed. */
    DAMAGED_KEY_FILE(Kind.DAMAGED_KEY_FILE),
    /** The TPM holds no certificate of its endorsement key, so it cannot show that it is genuine. */
    NO_EK_CERTIFICATE(Kind.OTHER),
    /** The challenge was made for another TPM or another attestation key, or is none. */
    FOREIGN_CHALLENGE(Kind.OTHER),
    /** There is an event log, and it cannot be read or is too long. */
    EVENT_LOG(Kind.OTHER),
    /** The TPM has no room for another key or session. */
    FULL(Kind.OTHER),
    /** Any other refusal; the message has the TPM's code. */
    REFUSED(Kind.OTHER);

    private final Kind kind;

    Reason(Kind kind) {
      this.kind = kind;
    }
  }

  TpmException(Reason reason, String message) {
    super(reason.kind, message);
    this.reason = reason;
  }

  TpmException(Reason reason, String message, Throwable cause) {
    super(reason.kind, message, cause);
    this.reason = reason;
  }

  /**
   * What went wrong.
   *
   * @return the reason; {@link #kind()} is the coarser one that all signers share
   */
  public Reason reason() {
    return reason;
  }
}
