package org.depinsdk.storage.piece;

/**
 * Bytes that are no longer those of the piece. Whoever stores it answers that the piece is damaged, and sends neither the bytes
 * nor a proof from cached hashes.
 */
public final class CorruptPieceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long position;

  CorruptPieceException(PieceCid piece, long position, String what) {
    super(what + " of piece " + piece + " from byte " + position
        + " must hash to what its root commits to");
    this.position = position;
  }

  /**
   * Where the damaged section begins.
   *
   * @return bytes from the piece's start
   */
  public long position() {
    return position;
  }
}
