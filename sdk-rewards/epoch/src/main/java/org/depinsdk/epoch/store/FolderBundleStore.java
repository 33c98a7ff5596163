package org.depinsdk.epoch.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.frames.DurableFiles;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a store of bundles: the folder of a run, of a service, or a copy of one. What is being written lies in
 * {@value #INCOMING} first, which one process at a time uses.
 */
public final class FolderBundleStore implements BundleStore {
  private static final String INCOMING = ".incoming";
  private static final String FRESH = "file";

  private final Path folder;
  private @Nullable Closeable writing;

  /**
   * A folder.
   *
   * @param folder made with the first file that is created, if it is missing
   */
  public FolderBundleStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public SortedSet<BundleName> names() throws IOException {
    SortedSet<BundleName> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
            .forEach(file -> BundleName.parse(file.getFileName().toString()).ifPresent(names::add));
      }
    }
    return names;
  }

  @Override
  public Optional<InputStream> find(BundleName name, String file) throws IOException {
    Path path = path(name, file);
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS))
        : Optional.empty();
  }

  @Override
  public synchronized boolean create(BundleName name, String file, Content content)
      throws IOException {
    begin();
    Path target = path(name, file);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path fresh = folder.resolve(INCOMING).resolve(FRESH);
    try (InputStream in = content.open();
        FileChannel out = FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      in.transferTo(Channels.newOutputStream(out));
      out.force(true);
    }
    Path bundle = folder.resolve(name.toString());
    if (!Files.isDirectory(bundle)) {
      Files.createDirectory(bundle);
      DurableFiles.forceFolder(folder);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.forceFolder(bundle);
    return true;
  }

  private Path path(BundleName name, String file) throws IOException {
    if (!BundleName.isFile(file)) {
      throw new IOException("'" + file + "' is no name of a file in a bundle");
    }
    return folder.resolve(name.toString()).resolve(file);
  }

  private void begin() throws IOException {
    if (writing == null) {
      Path incoming = Files.createDirectories(folder.resolve(INCOMING));
      writing = DurableFiles.tryLock(incoming.resolve("lock"))
          .orElseThrow(() -> new IOException(
              "another process writes bundles to " + folder + "; try again when it has ended"));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (writing != null) {
      writing.close();
      writing = null;
    }
  }
}
