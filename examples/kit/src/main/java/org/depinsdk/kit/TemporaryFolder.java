package org.depinsdk.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder that is deleted when it is closed, unless it is kept. */
public final class TemporaryFolder implements AutoCloseable {
  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private boolean kept;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Creates an empty folder whose name begins with another. */
  public static TemporaryFolder create(String name) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(name + "-"));
    MADE.add(folder.path);
    return folder;
  }

  public Path path() {
    return path;
  }

  /** Leaves the folder in place when it is closed. */
  public void keep() {
    kept = true;
    MADE.remove(path);
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      delete(path);
    }
  }

  /**
   * Deletes all folders that are not kept, when the process ends in the middle of its work: threads that go on may have made one
   * again that was closed.
   */
  static void deleteAll() {
    for (Path folder : MADE) {
      try {
        delete(folder);
      } catch (IOException e) {
        System.err.println(folder + " is left: " + e.getMessage());
      }
    }
  }

  /** Deletes a folder with all that it holds, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
