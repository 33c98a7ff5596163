package org.depinsdk.transparency.tile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.transparency.internal.DurableFolder;

/** The files of a log that one writer writes. */
final class TileFiles implements Closeable {
  private final Path folder;
  private final DurableFolder durable;

  private TileFiles(Path folder, DurableFolder durable) {
    this.folder = folder;
    this.durable = durable;
  }

  static TileFiles open(Path folder) throws IOException {
    return new TileFiles(folder, DurableFolder.open(folder));
  }

  static TileFiles shared(Path folder, String writer) throws IOException {
    return new TileFiles(folder, DurableFolder.shared(folder, writer));
  }

  TileSource files() {
    return new TileFolder(folder);
  }

  /** Writes a tile, or finds that it is there already with the same content. */
  void writeOnce(TilePath path, byte[] content) throws IOException {
    Path file = folder.resolve(path.toString());
    if (!Files.exists(file)) {
      replace(path.toString(), content);
    } else if (Files.size(file) != content.length
        || !Arrays.equals(Files.readAllBytes(file), content)) {
      throw new TileException(path + " is there already with other content");
    }
  }

  /** Writes a file, or replaces all that it holds. */
  void replace(String path, byte[] content) throws IOException {
    durable.replace(path, content);
  }

  /** Removes all that is partial of a tile. */
  void removePartial(int level, long index) throws IOException {
    Path partial = folder.resolve(new TilePath(level, index, TilePath.FULL) + ".p");
    if (Files.isDirectory(partial)) {
      List<Path> files;
      try (Stream<Path> listed = Files.list(partial)) {
        files = listed.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(partial);
    }
  }

  @Override
  public void close() throws IOException {
    durable.close();
  }
}
