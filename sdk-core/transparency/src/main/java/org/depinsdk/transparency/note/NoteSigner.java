package org.depinsdk.transparency.note;

/**
 * A private key that signs notes, in memory or in a device. What is signed is given as bytes, because a witness signs more than
 * the text of the note.
 */
public interface NoteSigner {
  /**
   * The public half.
   *
   * @return the key that verifies
   */
  NoteKey key();

  /**
   * Signs.
   *
   * @param message the bytes to sign
   * @return the signature, without key id: 64 bytes for Ed25519
   */
  byte[] sign(byte[] message);
}
