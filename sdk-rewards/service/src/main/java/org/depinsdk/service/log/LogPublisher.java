package org.depinsdk.service.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the log as tiles in a folder, which a web server or an object store serves as it is. A root is computed again from the
 * files before it is signed for publication. Safe for several threads.
 */
public final class LogPublisher implements Published, Closeable {
  /** Asks the witnesses to cosign. */
  @FunctionalInterface
  public interface Witnesses {
    /** Nobody witnesses. */
    Witnesses NONE = (before, checkpoint) -> checkpoint;

    /**
     * Asks for cosignatures.
     *
     * @param before how many records the checkpoint had that was published last
     * @param checkpoint signed by the log; its tiles can be read already
     * @return the checkpoint with the cosignatures of those that answered
     * @throws IOException if too few answered; it is asked again later
     */
    SignedCheckpoint cosign(long before, SignedCheckpoint checkpoint) throws IOException;
  }

  private final TileFolder folder;
  private final TileWriter writer;
  private final Witnesses witnesses;
  private final Map<Long, SignedCheckpoint> closes = new HashMap<>();
  // apart from this object's own lock, which is held while files are written and witnesses are
  // asked
  private final Object reading = new Object();
  private @Nullable TileReader reader;

  private LogPublisher(TileFolder folder, TileWriter writer, Witnesses witnesses)
      throws IOException {
    this.folder = folder;
    this.writer = writer;
    this.witnesses = witnesses;
    if (writer.published().isPresent()) {
      reader = TileReader.open(folder, writer.published().get().checkpoint().head());
    }
  }

  /**
   * Opens the folder, which is made if it is missing.
   *
   * @param folder where the tiles are
   * @param witnesses asked for each checkpoint that is published
   * @return the publisher
   * @throws IOException if another process publishes there, or the tiles do not make the published root
   */
  public static LogPublisher open(Path folder, Witnesses witnesses) throws IOException {
    return open(folder, TileWriter.open(folder), witnesses);
  }

  /**
   * Opens the folder of a log that other processes may take over, which is made if it is missing.
   *
   * @param folder where the tiles are
   * @param witnesses asked for each checkpoint that is published
   * @return the publisher
   * @throws IOException if the tiles do not make the published root
   */
  public static LogPublisher openShared(Path folder, Witnesses witnesses) throws IOException {
    return open(folder, TileWriter.openShared(folder, UUID.randomUUID().toString()), witnesses);
  }

  private static LogPublisher open(Path folder, TileWriter writer, Witnesses witnesses)
      throws IOException {
    try {
      return new LogPublisher(new TileFolder(folder), writer, witnesses);
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * The published head, which the log must extend.
   *
   * @return one head, or none before the first
   */
  public synchronized List<SequencedLog.KnownHead> known() {
    return writer.published().stream()
        .map(published -> new SequencedLog.KnownHead(
            "the folder of published tiles", published.checkpoint().head()))
        .toList();
  }

  /**
   * Compares the keys with the one that signed what is published.
   *
   * @param keys the keys that will sign from now on
   * @return true if the key before the current one signed it, and the log has to say that the key changes
   * @throws IOException if neither of them signed it
   */
  public synchronized boolean changesKey(LogKeys keys) throws IOException {
    Optional<SignedCheckpoint> published = writer.published();
    if (published.isEmpty() || isSigned(published.get(), keys.current())) {
      return false;
    }
    if (keys.retired().filter(old -> isSigned(published.get(), old)).isEmpty()) {
      throw new IOException("the published checkpoint was signed by another key than "
          + keys.current().key() + "; restore the log's key, or name the one before with"
          + " --retired-log-key");
    }
    return true;
  }

  private static boolean isSigned(SignedCheckpoint checkpoint, NoteSigner key) {
    try {
      checkpoint.verify(key.key());
      return true;
    } catch (TransparencyException e) {
      return false;
    }
  }

  /**
   * Publishes what is signed. A checkpoint is published for the end of each epoch, whatever follows.
   *
   * @param log the log
   * @return how many records are published now
   * @throws IOException if a file cannot be written, or too few witnesses answered; it can be tried again
   */
  public synchronized long publish(SequencedLog log) throws IOException {
    Optional<Long> close = log.nextClose();
    while (close.isPresent()) {
      closes.put(close.get(), publish(log, close.get()));
      log.published(close.get());
      close = log.nextClose();
    }
    long size = log.signedSize();
    publish(log, size);
    log.published(size);
    return size;
  }

  /**
   * The checkpoint of the end of an epoch. It is given out once.
   *
   * @param log the log
   * @param end the size of the tree that holds all that decided the epoch
   * @return the checkpoint as it was published; signed by the log alone if it was published by a process before
   * @throws IOException if it cannot be published now
   */
  public synchronized SignedCheckpoint atClose(SequencedLog log, long end) throws IOException {
    publish(log);
    SignedCheckpoint published = closes.remove(end);
    return published == null ? log.checkpoint(end) : published;
  }

  private SignedCheckpoint publish(SequencedLog log, long size) throws IOException {
    long before = publishedSize();
    Optional<SignedCheckpoint> published = writer.published();
    if (published.isPresent() && before >= size) {
      return published.get();
    }
    for (long index = writer.head().size(); index < size; index++) {
      writer.append(log.record(index));
    }
    TreeHead staged = writer.stage();
    SignedCheckpoint checkpoint = log.checkpoint(size);
    if (!staged.equals(checkpoint.checkpoint().head())) {
      throw new IOException("the tiles make the root " + staged.root() + " of " + staged.size()
          + " records, but the log has " + checkpoint.checkpoint().head().root() + " of " + size);
    }
    SignedCheckpoint cosigned = witnesses.cosign(before, checkpoint);
    writer.publish(cosigned);
    TileReader next = TileReader.open(folder, staged);
    synchronized (reading) {
      reader = next;
    }
    return cosigned;
  }

  private long publishedSize() {
    return writer.published().map(p -> p.checkpoint().head().size()).orElse(0L);
  }

  @Override
  public byte[] record(long index) throws IOException {
    synchronized (reading) {
      return reader(index).entries(index / TilePath.FULL).get((int) (index % TilePath.FULL));
    }
  }

  @Override
  public TreeHash hash(int level, long index) throws IOException {
    synchronized (reading) {
      return reader(index << level).hash(level, index);
    }
  }

  private TileReader reader(long index) throws IOException {
    if (reader == null || index >= reader.head().size()) {
      throw new IOException("record " + index + " is not published");
    }
    return reader;
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
