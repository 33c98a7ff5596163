package org.depinsdk.hardware.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Reads one piece at any place. Each reader has a file of its own, so an interrupted thread harms no other. For one thread. */
public final class PieceReader implements Closeable {
  private final PieceId piece;
  private final long size;
  private final RandomAccessFile file;

  PieceReader(PieceId piece, long size, Path path) throws IOException {
    this.piece = piece;
    this.size = size;
    this.file = new RandomAccessFile(path.toFile(), "r");
  }

  /**
   * The size of the piece.
   *
   * @return bytes
   */
  public long size() {
    return size;
  }

  /**
   * Reads bytes of the piece. They are as the disk gives them; whether they are right, only {@link PieceStore#verify} and
   * proofs show.
   *
   * @param offset of the first byte, 0 to {@link #size}
   * @param target where they go
   * @param from the first place in {@code target}
   * @param length how many bytes at most
   * @return how many bytes were read: {@code length}, or fewer at the end of the piece
   * @throws PieceStoreException if the file ends before the piece does
   * @throws IOException if the disk fails
   */
  public int read(long offset, byte[] target, int from, int length) throws IOException {
    if (offset < 0 || offset > size) {
      throw new IllegalArgumentException("offset must be 0 to " + size + ", not " + offset);
    }
    int wanted = (int) Math.min(length, size - offset);
    try {
      file.seek(offset);
      file.readFully(target, from, wanted);
    } catch (EOFException e) {
      throw new PieceStoreException(
          PieceStoreException.Problem.CORRUPT, "piece " + piece + " ends before byte " + size);
    }
    return wanted;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
