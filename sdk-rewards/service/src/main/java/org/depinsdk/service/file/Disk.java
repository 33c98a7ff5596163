package org.depinsdk.service.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Makes what was written survive a loss of power. */
public final class Disk {
  private Disk() {}

  /**
   * Makes a folder durable with all that lies in it and with its own name.
   *
   * @param folder a folder of files
   * @throws IOException if the disk failed
   */
  public static void forceAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        force(file);
      }
    }
    force(folder);
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      force(parent);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
