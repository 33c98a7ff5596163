package org.depinsdk.transparency.internal;

import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A folder of one writer, whose files a loss of power can neither tear nor take back. */
public final class DurableFolder implements Closeable {
  private final Path folder;
  private final @Nullable FileChannel lock;
  private final String fresh;

  private DurableFolder(Path folder, @Nullable FileChannel lock, String fresh) {
    this.folder = folder;
    this.lock = lock;
    this.fresh = fresh;
  }

  /**
   * Opens a folder for one writer.
   *
   * @param folder made if it is missing
   * @return the folder, locked until it is closed
   * @throws IOException if another writer has it, or it cannot be made
   */
  public static DurableFolder open(Path folder) throws IOException {
    makeFolder(folder.toAbsolutePath());
    FileChannel channel = FileChannel.open(
        folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this process has it: the same as if another one had it
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("another writer has the folder " + folder);
    }
    return new DurableFolder(folder, channel, ".new");
  }

  /**
   * Opens a folder whose writers other means keep apart. One that was overtaken may still replace a file, by all of its own content.
   *
   * @param folder made if it is missing
   * @param writer a name that no other writer of the folder has; it ends the names of files that are being written
   * @return the folder, not locked
   * @throws IOException if it cannot be made
   */
  public static DurableFolder shared(Path folder, String writer) throws IOException {
    makeFolder(folder.toAbsolutePath());
    return new DurableFolder(folder, null, ".new-" + writer);
  }

  /**
   * Writes a file, or replaces all that it holds. After a crash it holds the old content or the new one.
   *
   * @param path within the folder
   * @param content all of it
   * @throws IOException if it may not be on the disk
   */
  public void replace(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path).toAbsolutePath();
    Path parent = Objects.requireNonNull(file.getParent());
    makeFolder(parent);
    Path fresh = file.resolveSibling(file.getFileName() + this.fresh);
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(parent);
  }

  private static void makeFolder(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (!Files.isDirectory(folder)) {
      if (parent != null) {
        makeFolder(parent);
      }
      Files.createDirectory(folder);
      if (parent != null) {
        force(parent);
      }
    }
  }

  /** Flushes the names in a folder. Only systems of the Unix kind let a program do so; on others this does nothing. */
  private static void force(Path folder) throws IOException {
    if (!File.separator.equals("/")) {
      return;
    }
    // folders can be flushed through channels only, and an interrupted thread cannot use those
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
