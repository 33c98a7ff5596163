package org.depinsdk.transparency.note;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Verifies signatures of type {@link NoteKey#ED25519}: RFC 8032 over the text. */
final class Ed25519NoteVerifier implements NoteVerifier {
  private final NoteKey key;
  private final Ed25519.PublicPoint point;

  Ed25519NoteVerifier(NoteKey key) {
    this.key = key;
    // the key was validated when it was made
    this.point = Objects.requireNonNull(Ed25519.validatePublicKeyPartialExport(key.key(), 0));
  }

  @Override
  public NoteKey key() {
    return key;
  }

  @Override
  public boolean verify(String text, byte[] signature) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }
}
