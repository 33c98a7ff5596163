package org.depinsdk.core.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * An instruction to change the registry, as the exact bytes that came in, so that anybody can check later that those who had
 * to sign did. The class named at each kind reads its bytes.
 *
 * @param kind what the bytes are
 * @param bytes at most {@value #MAX_BYTES}; copied
 */
public record SignedInstruction(Kind kind, byte[] bytes) {
  /** Largest instruction. */
  public static final int MAX_BYTES = 2048;

  /** What an instruction asks for. */
  public enum Kind {
    /** A device joins, and says who is to be paid: {@code lifecycle.SignedEnrollment}. */
    ENROLLMENT,
    /** A manufacturer endorses where a device was made: {@code lifecycle.Endorsement}. */
    ENDORSEMENT,
    /** A device moves to another key: {@code lifecycle.KeyRotation}. */
    KEY_ROTATION,
    /** Two owners and the device agree on a transfer: {@code lifecycle.TransferVoucher}. */
    TRANSFER,
    /** Somebody who may do so orders devices to be revoked: {@code lifecycle.RevocationOrder}. */
    REVOCATION,
    /** A device's hardware key lets another key sign for a while: {@code session.SessionGrant}. */
    SESSION,
    /** A device brings evidence of what it is: {@code lifecycle.SignedAttestation}. */
    ATTESTATION;

    /**
     * The name in stores and bundles.
     *
     * @return for example {@code key-rotation}
     */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name.
     *
     * @param text as {@link #text} gives it
     * @return the kind
     * @throws EncodingException if there is no such kind
     */
    public static Kind parse(String text) throws EncodingException {
      Optional<Kind> known =
          Arrays.stream(values()).filter(k -> k.text().equals(text)).findFirst();
      return known.orElseThrow(() -> new EncodingException("an instruction's kind is one of "
          + Arrays.stream(values()).map(Kind::text).toList() + ", not "
          + EncodingException.shown(text)));
    }
  }

  /** Checks the length and copies. */
  public SignedInstruction {
    if (bytes.length < 1 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an instruction has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    bytes = bytes.clone();
  }

  /**
   * The instruction's bytes.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedInstruction s && kind == s.kind && Arrays.equals(bytes, s.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return kind.text() + " " + Hex.encode(bytes);
  }
}
