package org.depinsdk.transparency.tile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * Writes a log as tiles into a folder, which a web server or an object store can serve as it is. In this order:
 *
 * <ol>
 *   <li>{@link #append} each entry, once it is durable where it came from;
 *   <li>{@link #stage} writes the tiles of the tree as it is then, and reads them back;
 *   <li>have the staged head signed and cosigned;
 *   <li>{@link #publish} the checkpoint.
 * </ol>
 *
 * <p>A file is flushed before it gets its name, and is never replaced by other content: an attempt is an error, because it would
 * be another history. The checkpoint is the one file that is replaced, after all that it needs. After a crash the writer goes on
 * from the published checkpoint; files that it had written before are compared with those that it makes again.
 *
 * <p>One writer at a time has a folder. Not safe for use by several threads.
 */
public final class TileWriter implements Closeable {
  private final TileFiles folder;
  private Optional<SignedCheckpoint> published = Optional.empty();
  private Frontier frontier = Frontier.EMPTY;
  private TreeHead staged = Frontier.EMPTY.head();
  // what is not in a full file yet: entries, and by level hashes
  private final List<byte[]> entries = new ArrayList<>();
  private final List<List<TreeHash>> hashes = new ArrayList<>();

  private TileWriter(TileFiles folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, which is made if it is missing.
   *
   * @param folder in which {@code checkpoint} and {@code tile/} are
   * @return the writer, which goes on from the published checkpoint
   * @throws TileException if the tiles do not make the published root, or are missing
   * @throws IOException if another writer has the folder, its checkpoint cannot be read, or the disk fails
   */
  public static TileWriter open(Path folder) throws IOException {
    return restored(TileFiles.open(folder));
  }

  /**
   * Opens a folder whose writers other means keep apart, such as a lease in a database. One that was overtaken writes the same tiles;
   * it may once put back the checkpoint that it was publishing.
   *
   * @param folder in which {@code checkpoint} and {@code tile/} are; made if it is missing
   * @param writer letters, digits and hyphens that no other writer of the folder has, now or later
   * @return the writer, which goes on from the published checkpoint
   * @throws TileException if the tiles do not make the published root, or are missing
   * @throws IOException if its checkpoint cannot be read, or the disk fails
   */
  public static TileWriter openShared(Path folder, String writer) throws IOException {
    return restored(TileFiles.shared(folder, writer));
  }

  private static TileWriter restored(TileFiles folder) throws IOException {
    TileWriter writer = new TileWriter(folder);
    try {
      writer.restore();
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void restore() throws IOException {
    Optional<byte[]> checkpoint = folder.files().read(TileSource.CHECKPOINT, SignedNote.MAX_BYTES);
    if (checkpoint.isEmpty()) {
      return;
    }
    try {
      published = Optional.of(SignedCheckpoint.parse(checkpoint.get()));
    } catch (TransparencyException e) {
      throw new IOException("the checkpoint cannot be read: " + e.getMessage(), e);
    }
    staged = published.get().checkpoint().head();
    TileReader reader = TileReader.open(folder.files(), staged);
    frontier = reader.frontier();
    reader.edge().forEach(tile -> hashes.add(new ArrayList<>(tile)));
    if (staged.size() % TilePath.FULL != 0) {
      entries.addAll(reader.entries(staged.size() / TilePath.FULL));
    }
  }

  /**
   * What was published last.
   *
   * @return the checkpoint in the folder, empty if there is none
   */
  public Optional<SignedCheckpoint> published() {
    return published;
  }

  /**
   * The tree with all entries that were appended.
   *
   * @return size and root
   */
  public TreeHead head() {
    return frontier.head();
  }

  /**
   * Appends an entry, and writes the files that it fills.
   *
   * @param entry at most 65,535 bytes; durable elsewhere, so that it comes again if the writer does not get to publish it
   * @throws TileException if a file is there already with other content
   * @throws IOException if the disk fails; the writer must then be closed
   * @throws IllegalArgumentException if the entry is too long
   */
  public void append(byte[] entry) throws IOException {
    EntryBundle.checkLength(entry);
    entries.add(entry.clone());
    if (entries.size() == TilePath.FULL) {
      folder.writeOnce(
          new TilePath(TilePath.ENTRIES, frontier.size() / TilePath.FULL, TilePath.FULL),
          EntryBundle.write(entries));
      entries.clear();
    }
    TreeHash hash = TreeHash.ofLeaf(entry);
    long index = frontier.size();
    frontier = frontier.append(hash);
    for (int level = 0; ; level++) {
      if (level == hashes.size()) {
        hashes.add(new ArrayList<>());
      }
      List<TreeHash> tile = hashes.get(level);
      tile.add(hash);
      if (tile.size() < TilePath.FULL) {
        return;
      }
      index >>>= HashTile.HEIGHT;
      byte[] content = content(tile);
      folder.writeOnce(new TilePath(level, index, TilePath.FULL), content);
      hash = new HashTile(content).hash(HashTile.HEIGHT, 0);
      tile.clear();
    }
  }

  /**
   * Writes the partial tiles of the tree as it is now, and reads back all that was written since the last time: the root is made
   * again from the bytes in the files, so that no head is signed that the files do not have.
   *
   * @return the head, to be signed
   * @throws TileException if a file is there already with other content, or does not read back as it was written
   * @throws IOException if the disk fails; the writer must then be closed
   */
  public TreeHead stage() throws IOException {
    long size = frontier.size();
    if (!entries.isEmpty()) {
      folder.writeOnce(
          new TilePath(TilePath.ENTRIES, size / TilePath.FULL, entries.size()),
          EntryBundle.write(entries));
    }
    for (int level = 0; level < hashes.size(); level++) {
      List<TreeHash> tile = hashes.get(level);
      if (!tile.isEmpty()) {
        long index = size >>> (HashTile.HEIGHT * level) >>> HashTile.HEIGHT;
        folder.writeOnce(new TilePath(level, index, tile.size()), content(tile));
      }
    }
    TileReader reader = TileReader.open(folder.files(), frontier.head());
    for (long bundle = staged.size() / TilePath.FULL; bundle * TilePath.FULL < size; bundle++) {
      reader.entries(bundle);
    }
    staged = frontier.head();
    return staged;
  }

  /**
   * Publishes a checkpoint, and removes the partial tiles that full ones replace.
   *
   * @param checkpoint of the head that was staged last, signed by the log and perhaps by witnesses; the same head can be published
   *     again with more signatures
   * @throws IOException if the disk fails
   * @throws IllegalArgumentException if it is another head than the staged one, or another log's
   */
  public void publish(SignedCheckpoint checkpoint) throws IOException {
    TreeHead head = checkpoint.checkpoint().head();
    String origin = checkpoint.checkpoint().origin();
    if (!head.equals(staged)) {
      throw new IllegalArgumentException("staged is " + staged + ", not " + head);
    }
    if (published.isPresent() && !published.get().checkpoint().origin().equals(origin)) {
      throw new IllegalArgumentException("the folder is of the log "
          + published.get().checkpoint().origin() + ", not of " + origin);
    }
    long before = published.map(p -> p.checkpoint().head().size()).orElse(0L);
    for (int level = TilePath.ENTRIES; level < hashes.size(); level++) {
      int shift = HashTile.HEIGHT * Math.max(level, 0);
      for (long i = before >>> shift >>> HashTile.HEIGHT;
          i < head.size() >>> shift >>> HashTile.HEIGHT;
          i++) {
        folder.removePartial(level, i);
      }
    }
    folder.replace(TileSource.CHECKPOINT, checkpoint.toString().getBytes(StandardCharsets.UTF_8));
    published = Optional.of(checkpoint);
  }

  private static byte[] content(List<TreeHash> tile) {
    byte[] content = new byte[tile.size() * TreeHash.BYTES];
    for (int i = 0; i < tile.size(); i++) {
      System.arraycopy(tile.get(i).bytes(), 0, content, i * TreeHash.BYTES, TreeHash.BYTES);
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
