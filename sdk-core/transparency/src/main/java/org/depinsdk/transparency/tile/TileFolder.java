package org.depinsdk.transparency.tile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A log's files in a folder.
 *
 * @param folder in which {@code checkpoint} and {@code tile/} are
 */
public record TileFolder(Path folder) implements TileSource {
  @Override
  public Optional<byte[]> read(String path, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(path))) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException(path + " has more than " + limit + " bytes");
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
