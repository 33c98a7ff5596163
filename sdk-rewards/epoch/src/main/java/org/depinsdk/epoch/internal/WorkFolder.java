package org.depinsdk.epoch.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for files that one epoch needs while it is judged. It is made when the first file is asked for. */
public final class WorkFolder implements Closeable {
  private final Path parent;
  private final AtomicLong files = new AtomicLong();
  private @Nullable Path folder;

  /**
   * A folder that is not made yet.
   *
   * @param parent where it will be made
   */
  public WorkFolder(Path parent) {
    this.parent = parent;
  }

  /** The path of a file that does not exist yet. */
  public synchronized Path newFile() throws IOException {
    if (folder == null) {
      Files.createDirectories(parent);
      folder = Files.createTempDirectory(parent, "depin-epoch-");
    }
    return folder.resolve(Long.toString(files.getAndIncrement()));
  }

  /** Removes the folder and everything in it. */
  @Override
  public synchronized void close() throws IOException {
    if (folder != null) {
      List<Path> left;
      try (Stream<Path> entries = Files.list(folder)) {
        left = entries.toList();
      }
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
      folder = null;
    }
  }
}
