package org.depinsdk.hardware.disk;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A piece that is coming in. What was written stays when the upload is closed before its end, and the next upload of the piece goes
 * on from there. For one thread.
 */
public final class PieceUpload implements Closeable {
  private final PieceStore store;
  private final PieceId piece;
  private final long size;
  private final MessageDigest digest;
  private final StoreFiles.@Nullable Output out;
  private long position;
  private boolean closed;

  PieceUpload(
      PieceStore store,
      PieceId piece,
      long size,
      long position,
      MessageDigest digest,
      StoreFiles.@Nullable Output out) {
    this.store = store;
    this.piece = piece;
    this.size = size;
    this.position = position;
    this.digest = digest;
    this.out = out;
  }

  /**
   * Where to go on.
   *
   * @return the number of bytes that the store has; the whole size if the piece is there already
   */
  public long position() {
    return position;
  }

  /**
   * Adds bytes behind those that are there.
   *
   * @param bytes holds them
   * @param from where they begin in {@code bytes}
   * @param length how many
   * @throws PieceStoreException if the piece would become larger than its size, or the disk has no room
   * @throws IOException if the disk fails
   */
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > size - position) {
      throw new PieceStoreException(
          Problem.WRONG_CONTENT,
          "piece " + piece + " has " + size + " bytes, and " + (position + length) + " came");
    }
    if (out == null) {
      return;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw store.isFull()
          ? new PieceStoreException(Problem.NO_ROOM, "the disk is full: " + e.getMessage())
          : e;
    }
    digest.update(bytes, from, length);
    position += length;
  }

  /**
   * Makes the piece part of the store. When this returns, the piece survives a loss of power.
   *
   * @throws PieceStoreException if bytes are missing, which leaves the upload to be continued, or they are not those that the id
   *     names, which drops them
   * @throws IOException if the disk fails
   */
  public void commit() throws IOException {
    if (position < size) {
      throw new PieceStoreException(
          Problem.WRONG_CONTENT,
          "piece " + piece + " has " + size + " bytes, and only " + position + " came");
    }
    if (out == null) {
      store.verify(piece);
      return;
    }
    if (!MessageDigest.isEqual(digest.digest(), piece.hash().bytes())) {
      close();
      store.drop(piece, size);
      throw new PieceStoreException(
          Problem.WRONG_CONTENT, "what came has another SHA-256 than piece " + piece);
    }
    out.force();
    out.close();
    store.install(piece, size);
    close();
  }

  /** Ends the upload; what came stays for the next one. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      store.ended(piece);
      if (out != null) {
        out.close();
      }
    }
  }
}
