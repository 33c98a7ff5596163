package org.depinsdk.service.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.core.frames.DurableFiles;

/** The folder of one network, used by one process at a time. */
public final class DataFolder implements Closeable {
  private final Path folder;
  private final Closeable lock;

  private DataFolder(Path folder, Closeable lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, made where absent.
   *
   * @param folder where
   * @param network the network's name
   * @return the folder, until it is closed or the process ends
   * @throws IOException if another process uses it or it belongs to another network
   */
  public static DataFolder take(Path folder, String network) throws IOException {
    Files.createDirectories(folder);
    Closeable lock = DurableFiles.tryLock(folder.resolve("lock"))
        .orElseThrow(() -> new IOException(
            folder + " is in use by another process; stop it or choose another --data"));
    try {
      Path name = folder.resolve("network");
      if (!Files.exists(name)) {
        Files.writeString(name, network + "\n");
      }
      String found = Files.readString(name).strip();
      if (!found.equals(network)) {
        throw new IOException(folder + " belongs to network " + found + ", not " + network
            + "; choose another --data");
      }
      return new DataFolder(folder, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * A file or folder in it.
   *
   * @param name its name
   * @return its path
   */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
