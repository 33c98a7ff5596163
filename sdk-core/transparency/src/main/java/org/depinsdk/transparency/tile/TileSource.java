package org.depinsdk.transparency.tile;

import java.io.IOException;
import java.util.Optional;

/** Where a log's files are: a folder, a web server, an object store. Nothing that it gives is trusted. */
@FunctionalInterface
public interface TileSource {
  /** The path of the newest signed checkpoint. */
  String CHECKPOINT = "checkpoint";

  /**
   * Reads a file.
   *
   * @param path {@link #CHECKPOINT} or a {@link TilePath}
   * @param limit how many bytes it may have
   * @return its content; empty if there is no such file
   * @throws IOException if it cannot be read, or is larger
   */
  Optional<byte[]> read(String path, int limit) throws IOException;
}
