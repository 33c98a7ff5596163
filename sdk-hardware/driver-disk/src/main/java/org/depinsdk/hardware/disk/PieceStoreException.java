package org.depinsdk.hardware.disk;

import java.io.IOException;

/** A piece that cannot be read or kept, and why. */
public final class PieceStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Problem {
    /** The store never had this piece, or was told to delete it. */
    NOT_FOUND,
    /** The store had this piece and its bytes are damaged; it is lost here. */
    CORRUPT,
    /** The piece has no bytes, or more than the store allows. */
    SIZE,
    /** There is no room for the piece. */
    NO_ROOM,
    /** The bytes are not those that the piece's id names, or fewer or more than its size. */
    WRONG_CONTENT,
    /** Somebody else uploads this piece now. */
    BUSY,
    /** The folder is not the store that was opened: a disk that is not mounted, or another one. */
    STORE_GONE
  }

  private final Problem problem;

  /**
   * A problem.
   *
   * @param problem which one
   * @param message facts for people
   */
  public PieceStoreException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /**
   * Which problem.
   *
   * @return why the piece cannot be read or kept
   */
  public Problem problem() {
    return problem;
  }
}
