package org.depinsdk.transparency.note;

import java.util.Arrays;

/** Verifies signatures of type {@link NoteKey#ED25519_COSIGNATURE}. */
final class CosignatureVerifier implements NoteVerifier {
  private final Ed25519NoteVerifier ed25519;

  CosignatureVerifier(NoteKey key) {
    this.ed25519 = new Ed25519NoteVerifier(key);
  }

  @Override
  public NoteKey key() {
    return ed25519.key();
  }

  @Override
  public boolean verify(String text, byte[] signature) {
    if (signature.length != Cosignature.BYTES) {
      return false;
    }
    long time = Cosignature.time(signature);
    return time >= 0
        && ed25519.verify(
            Cosignature.message(text, time),
            Arrays.copyOfRange(signature, Long.BYTES, signature.length));
  }
}
