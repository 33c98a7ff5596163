package org.depinsdk.transparency.note;

/** Verifies the signatures that one key puts on notes. */
public interface NoteVerifier {
  /**
   * Whose signatures.
   *
   * @return the key
   */
  NoteKey key();

  /**
   * Verifies a signature.
   *
   * @param text the note's text, with its last line feed
   * @param signature what follows the key id; any bytes
   * @return whether the key signed this text
   */
  boolean verify(String text, byte[] signature);
}
