package org.depinsdk.core.frames;

import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Changes of files that a loss of power cannot undo or tear, and files for one process at a time. */
public final class DurableFiles {
  private DurableFiles() {}

  /**
   * Writes a file, or replaces all that it holds. After a crash it holds the old content or the new one.
   *
   * @param file the file; its folder exists
   * @param content all that it will hold
   * @throws IOException if the disk fails
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = sibling(file, ".new");
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    install(fresh, file);
  }

  /** Gives a file that has been flushed its final name. */
  static void install(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      forceFolder(folder);
    }
  }

  /**
   * Flushes the names in a folder. Only systems of the Unix kind let a program do so; on others this does nothing.
   *
   * @param folder the folder
   * @throws IOException if the disk fails
   */
  public static void forceFolder(Path folder) throws IOException {
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

  /**
   * Takes a lock file, so that one process at a time works with what it stands for.
   *
   * @param file made if it is missing; it stays when the lock is given back
   * @return closes to give the lock back, as the end of the process does too; empty if another process has it, or another
   *     part of this one
   * @throws IOException if the file cannot be made
   */
  public static Optional<Closeable> tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
    return lock == null ? Optional.empty() : Optional.of(channel);
  }

  /**
   * What happened to a file, for people. The message of a file system's exception is often no more than the file's name.
   *
   * @param failure of reading or writing a file, or anything else
   * @return one sentence without a dot, with the file's name if there is one
   */
  public static String reason(Exception failure) {
    if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no file " + file.getFile();
    }
    String why = ": " + failure.getClass().getSimpleName().replace("Exception", "");
    if (failure instanceof FileAlreadyExistsException) {
      why = " is there already";
    } else if (failure instanceof AccessDeniedException) {
      why = " may not be used by this user";
    }
    return file.getFile() + why;
  }

  /**
   * The file in the same folder whose name has a suffix more.
   *
   * @param file a file
   * @param suffix for example {@code .lock}
   * @return its neighbour
   */
  public static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
