package org.depinsdk.hardware.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;

/**
 * Pieces as files in a folder. Safe for use by several threads; one process at a time has a store open.
 *
 * <pre>
 * store.json                which store it is
 * pieces/ab/HASH-SIZE       a piece; the name says how long it must be
 * incoming/HASH-SIZE        a piece that is still coming in
 * lost/HASH-SIZE            what is left of a damaged piece
 * lock
 * </pre>
 *
 * A piece is written to {@code incoming}, flushed, renamed and the folder flushed, in this order, before {@link PieceUpload#commit}
 * returns. The store demands its identity file at each call, so that a disk that is not mounted is no loss of pieces but {@link
 * Problem#STORE_GONE}.
 */
public final class PieceStore implements Closeable {
  /** How long an upload that was broken off stays for its sender to go on. */
  public static final Duration KEEP_INCOMING = Duration.ofDays(1);

  private static final String PIECES = "pieces";
  private static final String INCOMING = "incoming";
  private static final String LOST = "lost";

  private final Path folder;
  private final StoreIdentity identity;
  private final StoreLimits limits;
  private final StoreFiles files;
  private final Closeable lock;
  private final NavigableMap<PieceId, Long> pieces = new ConcurrentSkipListMap<>();
  private final Set<PieceId> lost = ConcurrentHashMap.newKeySet();
  private final Map<PieceId, Long> uploads = new ConcurrentHashMap<>();
  private final List<PieceEvent> foundAtStart = new ArrayList<>();
  private final List<Consumer<PieceEvent>> listeners = new CopyOnWriteArrayList<>();

  private PieceStore(
      Path folder, StoreIdentity identity, StoreLimits limits, StoreFiles files, Closeable lock) {
    this.folder = folder;
    this.identity = identity;
    this.limits = limits;
    this.files = files;
    this.lock = lock;
  }

  /**
   * Makes a folder a store. Done once, by the operator, never by a node that starts.
   *
   * @param folder an empty folder, or none yet
   * @param node whose store it is: 1 to 200 printable ASCII characters, such as a device id
   * @return the store's identity
   * @throws IOException if the folder holds anything, a store too, or the disk fails
   */
  public static StoreIdentity init(Path folder, String node) throws IOException {
    StoreIdentity identity = StoreIdentity.draw(node);
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.list(folder)) {
      // what a new file system has
      Optional<Path> other =
          entries.filter(entry -> !entry.endsWith("lost+found")).findFirst();
      if (other.isPresent()) {
        throw new IOException(folder + " is not empty: it holds " + other.get().getFileName());
      }
    }
    for (String name : List.of(PIECES, INCOMING, LOST)) {
      Files.createDirectories(folder.resolve(name));
    }
    identity.write(folder);
    return identity;
  }

  /**
   * Opens a store and looks at the length of each file. What is damaged is set aside and reported to {@link #onEvent}; it keeps no
   * other piece from being served.
   *
   * @param folder made by {@link #init}
   * @param limits what it may hold
   * @param clock the time
   * @return the open store; the caller closes it
   * @throws PieceStoreException if the folder is no store, or another process has it open
   * @throws IOException if the disk fails
   */
  public static PieceStore open(Path folder, StoreLimits limits, InstantSource clock)
      throws IOException {
    return open(folder, limits, clock, StoreFiles.SYSTEM);
  }

  static PieceStore open(Path folder, StoreLimits limits, InstantSource clock, StoreFiles files)
      throws IOException {
    StoreIdentity identity = StoreIdentity.read(folder);
    Closeable lock = DurableFiles.tryLock(folder.resolve("lock"))
        .orElseThrow(() -> new PieceStoreException(
            Problem.BUSY, folder + " is open in another process, or twice in this one"));
    PieceStore store = new PieceStore(folder, identity, limits, files, lock);
    try {
      store.load(clock.instant().minus(KEEP_INCOMING));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    return store;
  }

  private void load(Instant oldest) throws IOException {
    for (PieceFile file : PieceFile.in(folder.resolve(LOST))) {
      lost.add(file.piece());
    }
    try (Stream<Path> groups = Files.list(folder.resolve(PIECES))) {
      for (Path group : groups.sorted().toList()) {
        for (PieceFile file : PieceFile.in(group)) {
          pieces.put(file.piece(), file.size());
          long length = Files.size(file.path());
          if (length != file.size()) {
            foundAtStart.add(
                setAside(PieceEvent.Kind.TORN, file.piece(), length + " bytes of " + file.size()));
          }
        }
      }
    }
    for (PieceFile file : PieceFile.in(folder.resolve(INCOMING))) {
      if (Files.getLastModifiedTime(file.path()).toInstant().isBefore(oldest)
          || Files.size(file.path()) > file.size()) {
        files.delete(file.path());
      }
    }
  }

  /**
   * Which store it is.
   *
   * @return as {@link #init} wrote it
   */
  public StoreIdentity identity() {
    return identity;
  }

  /**
   * Listens for damage. What the opening found is reported at once. Called in the thread that found it; must return soon.
   *
   * @param listener is given each event
   */
  public void onEvent(Consumer<PieceEvent> listener) {
    foundAtStart.forEach(listener);
    listeners.add(listener);
  }

  /**
   * The pieces that the store has.
   *
   * @return sizes in bytes by id; a copy
   */
  public NavigableMap<PieceId, Long> pieces() {
    return new TreeMap<>(pieces);
  }

  /**
   * The piece behind another one in the order of ids.
   *
   * @param after the one before; empty for the first
   * @return empty behind the last one
   */
  Optional<PieceId> next(Optional<PieceId> after) {
    Map.Entry<PieceId, Long> next =
        after.isPresent() ? pieces.higherEntry(after.get()) : pieces.firstEntry();
    return Optional.ofNullable(next).map(Map.Entry::getKey);
  }

  /**
   * Whether the store has a piece of that length. Its bytes may have rotted since they were read last.
   *
   * @param piece which piece
   * @return false if it never came, was deleted or is lost
   */
  public boolean has(PieceId piece) {
    return pieces.containsKey(piece);
  }

  /**
   * Opens a piece for reading.
   *
   * @param piece which piece
   * @return the caller closes it
   * @throws PieceStoreException if the piece is not here, damaged, or the store is gone
   * @throws IOException if the disk fails
   */
  public PieceReader read(PieceId piece) throws IOException {
    Long size = pieces.get(piece);
    checkPresent();
    if (size == null) {
      throw lost.contains(piece)
          ? new PieceStoreException(Problem.CORRUPT, "piece " + piece + " was damaged on this disk")
          : new PieceStoreException(Problem.NOT_FOUND, "there is no piece " + piece);
    }
    try {
      return new PieceReader(piece, size, path(piece, size));
    } catch (IOException e) {
      if (Files.exists(path(piece, size))) {
        throw e;
      }
      checkPresent();
      report(PieceEvent.Kind.MISSING, piece, "the file is gone");
      throw new PieceStoreException(Problem.CORRUPT, "the file of piece " + piece + " is gone");
    }
  }

  /**
   * Begins or continues to take a piece in.
   *
   * @param piece its id
   * @param size its bytes
   * @return says where to go on; the caller closes it
   * @throws PieceStoreException if there is no room, the size is not allowed, somebody else uploads it, or the store is gone
   * @throws IOException if the disk fails
   */
  public PieceUpload begin(PieceId piece, long size) throws IOException {
    if (size < 1 || size > limits.maxPieceBytes()) {
      throw new PieceStoreException(
          Problem.SIZE, "a piece has 1 to " + limits.maxPieceBytes() + " bytes, not " + size);
    }
    checkPresent();
    if (uploads.putIfAbsent(piece, size) != null) {
      throw new PieceStoreException(Problem.BUSY, "piece " + piece + " is being uploaded already");
    }
    try {
      return upload(piece, size);
    } catch (IOException | RuntimeException e) {
      uploads.remove(piece);
      throw e;
    }
  }

  private PieceUpload upload(PieceId piece, long size) throws IOException {
    Long there = pieces.get(piece);
    if (there != null) {
      if (there != size) {
        throw new PieceStoreException(
            Problem.WRONG_CONTENT, "piece " + piece + " has " + there + " bytes, not " + size);
      }
      return new PieceUpload(this, piece, size, size, PieceHash.sha256(), null);
    }
    Path incoming = incoming(piece, size);
    long position = Files.exists(incoming) ? Files.size(incoming) : 0;
    long room = capacity().roomBytes() + size; // its own size is among the uploads
    if (size - position > room) {
      throw new PieceStoreException(
          Problem.NO_ROOM, "a piece of " + size + " bytes, and room for " + Math.max(0, room));
    }
    var digest = PieceHash.sha256();
    if (position > 0) {
      try (PieceReader reader = new PieceReader(piece, position, incoming)) {
        PieceHash.update(digest, reader, 0, position);
      }
    }
    return new PieceUpload(this, piece, size, position, digest, files.append(incoming));
  }

  /** Gives an upload that has been flushed its name among the pieces. */
  void install(PieceId piece, long size) throws IOException {
    checkPresent();
    Path target = path(piece, size);
    Path group = folder.resolve(PIECES).resolve(piece.text().substring(0, 2));
    if (!Files.isDirectory(group)) {
      files.createFolder(group);
      files.forceFolder(folder.resolve(PIECES));
    }
    files.move(incoming(piece, size), target);
    files.forceFolder(group);
    pieces.put(piece, size);
    if (lost.remove(piece)) {
      files.delete(folder.resolve(LOST).resolve(PieceFile.name(piece, size)));
    }
  }

  void drop(PieceId piece, long size) throws IOException {
    files.delete(incoming(piece, size));
  }

  void ended(PieceId piece) {
    uploads.remove(piece);
  }

  boolean isFull() throws IOException {
    return capacity().freeBytes() < (1L << 20);
  }

  /**
   * Reads a whole piece and compares it with its id. A piece that is damaged is lost, and reported by an event.
   *
   * @param piece which piece
   * @throws PieceStoreException if the piece is not here or damaged, or the store is gone
   * @throws IOException if the disk fails
   */
  public void verify(PieceId piece) throws IOException {
    try (PieceReader reader = read(piece)) {
      var digest = PieceHash.sha256();
      PieceHash.update(digest, reader, 0, reader.size());
      if (!PieceHash.fits(digest, piece)) {
        condemn(piece, "its SHA-256 is another one");
        throw new PieceStoreException(Problem.CORRUPT, "piece " + piece + " is damaged");
      }
    } catch (PieceStoreException e) {
      if (e.problem() == Problem.CORRUPT && has(piece)) {
        condemn(piece, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Counts a piece as lost because its bytes are damaged: it is set aside and reported by an event.
   *
   * @param piece which piece; one that is not here changes nothing
   * @param detail what was found
   * @throws IOException if the disk fails
   */
  public void condemn(PieceId piece, String detail) throws IOException {
    report(PieceEvent.Kind.CORRUPT, piece, detail);
  }

  private void report(PieceEvent.Kind kind, PieceId piece, String detail) throws IOException {
    if (has(piece)) {
      PieceEvent event = setAside(kind, piece, detail);
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  private PieceEvent setAside(PieceEvent.Kind kind, PieceId piece, String detail)
      throws IOException {
    Long size = pieces.remove(piece);
    if (size != null) {
      lost.add(piece);
      try {
        files.move(path(piece, size), folder.resolve(LOST).resolve(PieceFile.name(piece, size)));
      } catch (NoSuchFileException e) {
        // nothing is left of it
      }
    }
    return new PieceEvent(kind, piece, detail);
  }

  /**
   * Deletes a piece, because its contract ended.
   *
   * @param piece which piece; one that is not here changes nothing
   * @throws IOException if the store is gone or the disk fails
   */
  public void delete(PieceId piece) throws IOException {
    checkPresent();
    Long size = pieces.remove(piece);
    if (size != null) {
      files.delete(path(piece, size));
      files.forceFolder(folder.resolve(PIECES).resolve(piece.text().substring(0, 2)));
    }
  }

  /**
   * Measures the disk.
   *
   * @return as the file system measures it now
   * @throws IOException if the store is gone or the disk fails
   */
  public StoreCapacity capacity() throws IOException {
    checkPresent();
    FileStore disk = Files.getFileStore(folder);
    long held = pieces.values().stream().mapToLong(Long::longValue).sum();
    long coming = uploads.values().stream().mapToLong(Long::longValue).sum();
    long free = disk.getUsableSpace();
    long room = Math.min(free - limits.reserveBytes(), limits.allocatedBytes() - held) - coming;
    return new StoreCapacity(disk.getTotalSpace(), free, pieces.size(), held, room);
  }

  private void checkPresent() throws PieceStoreException {
    StoreIdentity found = StoreIdentity.read(folder);
    if (!found.equals(identity)) {
      throw new PieceStoreException(
          Problem.STORE_GONE,
          folder + " is store " + found.store() + " now, and was " + identity.store());
    }
  }

  private Path path(PieceId piece, long size) {
    return folder
        .resolve(PIECES)
        .resolve(piece.text().substring(0, 2))
        .resolve(PieceFile.name(piece, size));
  }

  private Path incoming(PieceId piece, long size) {
    return folder.resolve(INCOMING).resolve(PieceFile.name(piece, size));
  }

  /** Lets another process open the store. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return "PieceStore[" + folder + " " + identity.store() + "]";
  }
}
