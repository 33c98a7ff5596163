package org.depinsdk.storage.piece;

import java.io.IOException;

/** The bytes of a piece, which several threads may read at once, at any place. */
@FunctionalInterface
public interface PieceSource {
  /**
   * Reads bytes.
   *
   * @param position where they begin in the piece, from 0
   * @param into takes them from its start
   * @param length how many; all of them lie in the piece
   * @throws IOException if not all can be read
   */
  void read(long position, byte[] into, int length) throws IOException;

  /**
   * A piece in memory.
   *
   * @param bytes used as they are
   * @return the source
   */
  static PieceSource of(byte[] bytes) {
    return (position, into, length) ->
        System.arraycopy(bytes, Math.toIntExact(position), into, 0, length);
  }
}
