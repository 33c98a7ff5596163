package org.depinsdk.hardware.disk;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads all pieces again and again, slowly, so that bit rot is found before an auditor finds it. Damage is reported by the store's
 * events. Safe for use by several threads.
 */
public final class Scrubber implements Closeable {
  private final PieceStore store;
  private Optional<PieceId> piece = Optional.empty();
  private @Nullable PieceReader reader;
  private MessageDigest digest = PieceHash.sha256();
  private long position;
  private long checked;
  private long damaged;
  private long passes;

  /**
   * A scrubber that begins with the first piece.
   *
   * @param store whose pieces
   */
  public Scrubber(PieceStore store) {
    this.store = store;
  }

  /**
   * Reads on.
   *
   * @param bytes how many at most, 1 or more
   * @throws IOException if the store is gone or the disk fails; the next step begins with the next piece
   */
  public synchronized void step(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      PieceReader open = reader == null ? begin() : reader;
      if (open == null) {
        return;
      }
      try {
        long until = Math.min(open.size(), position + left);
        PieceHash.update(digest, open, position, until);
        left -= until - position;
        position = until;
        if (position == open.size()) {
          finish(PieceHash.fits(digest, piece.orElseThrow()), "its SHA-256 is another one");
        }
      } catch (PieceStoreException e) {
        finish(e.problem() != Problem.CORRUPT, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        close();
        throw e;
      }
    }
  }

  /** The next piece; null at the end of a pass. */
  private @Nullable PieceReader begin() throws IOException {
    boolean first = piece.isEmpty();
    piece = store.next(piece);
    if (piece.isEmpty()) {
      passes += first ? 0 : 1;
      return null;
    }
    position = 0;
    digest = PieceHash.sha256();
    try {
      reader = store.read(piece.get());
      return reader;
    } catch (PieceStoreException e) {
      if (e.problem() == Problem.STORE_GONE) {
        throw e;
      }
      damaged += e.problem() == Problem.CORRUPT ? 1 : 0;
      return begin();
    }
  }

  private void finish(boolean whole, String detail) throws IOException {
    close();
    checked++;
    PieceId read = piece.orElseThrow();
    if (!whole && store.has(read)) {
      damaged++;
      store.condemn(read, detail);
    }
  }

  /**
   * How many pieces were read to their end.
   *
   * @return since this scrubber was made
   */
  public synchronized long checked() {
    return checked;
  }

  /**
   * How many of them were damaged.
   *
   * @return since this scrubber was made
   */
  public synchronized long damaged() {
    return damaged;
  }

  /**
   * How often all pieces were read.
   *
   * @return since this scrubber was made
   */
  public synchronized long passes() {
    return passes;
  }

  /** Ends reading; a later step begins with the next piece. */
  @Override
  public synchronized void close() throws IOException {
    PieceReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }
}
