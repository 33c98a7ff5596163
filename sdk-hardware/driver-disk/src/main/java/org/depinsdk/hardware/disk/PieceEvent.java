package org.depinsdk.hardware.disk;

/**
 * Damage that the store found. The piece is lost here and has to be repaired from elsewhere.
 *
 * @param kind what was found
 * @param piece which piece
 * @param detail facts for people
 */
public record PieceEvent(Kind kind, PieceId piece, String detail) {
  /** What was found. */
  public enum Kind {
    /** The file has another length than the piece. */
    TORN,
    /** The file's bytes are not those of the piece. */
    CORRUPT,
    /** The file is gone. */
    MISSING
  }
}
