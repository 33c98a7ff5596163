package org.depinsdk.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A witness's signature on a checkpoint (C2SP tlog-cosignature, type 0x04). It says: at this time, this was the largest tree of
 * this log that I had seen, and it goes on from every one that I cosigned before.
 *
 * @param witness whose it is
 * @param time when, in seconds since 1970; 0 is well-formed and means nothing, so nobody counts it
 */
public record Cosignature(NoteKey witness, long time) {
  static final int BYTES = Long.BYTES + Ed25519.SIGNATURE_SIZE;

  /**
   * Cosigns.
   *
   * @param witness signs; its key is of type {@link NoteKey#ED25519_COSIGNATURE}
   * @param text the checkpoint's text, with its extension lines
   * @param time in seconds since 1970, 1 or more
   * @return the line to add to the note
   * @throws IllegalArgumentException if the key is of another type or the time is not positive
   */
  public static NoteSignature sign(NoteSigner witness, String text, long time) {
    if (witness.key().type() != NoteKey.ED25519_COSIGNATURE || time <= 0) {
      throw new IllegalArgumentException(
          "a cosignature needs a key of type 4 and a time after 1970, not type "
              + witness.key().type() + " and " + time);
    }
    byte[] signed = witness.sign(message(text, time).getBytes(StandardCharsets.UTF_8));
    byte[] signature = ByteBuffer.allocate(Long.BYTES + signed.length)
        .putLong(time)
        .put(signed)
        .array();
    return NoteSignature.of(witness.key(), signature);
  }

  /** What is signed. */
  static String message(String text, long time) {
    return "cosignature/v1\ntime " + time + "\n" + text;
  }

  /** The time of a cosignature of the right length, which must have been verified to mean anything. */
  static long time(byte[] signature) {
    return ByteBuffer.wrap(signature).getLong();
  }
}
