package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that a path means: one bundle, or the folder that holds {@code epoch-0}, {@code epoch-1} and so on, with the
 * compensations that were paid between them as {@code compensation-<n>}: epoch n goes on from that one.
 */
public final class RunFolder {
  private static final String EPOCH = "epoch-";
  private static final String COMPENSATION = "compensation-";

  private final Path folder;
  private final List<Path> bundles;
  private final boolean one;

  private RunFolder(Path folder, List<Path> bundles, boolean one) {
    this.folder = folder;
    this.bundles = List.copyOf(bundles);
    this.one = one;
  }

  /**
   * Finds the bundles.
   *
   * @param path a bundle, or the folder that holds several
   * @return at least one bundle
   * @throws IOException if there is none; the message says what is expected
   */
  public static RunFolder open(Path path) throws IOException {
    if (BundleFiles.isPlain(path.resolve(BundleManifest.FILE))) {
      return new RunFolder(parent(path), List.of(path), true);
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path
          + " is not a folder; name a bundle such as out/epoch-0, or the folder that holds them");
    }
    List<Path> bundles = bundles(path);
    if (bundles.isEmpty()) {
      throw new IOException(
          "no bundle in " + path + "; a bundle is a folder such as epoch-0 with a manifest.json");
    }
    return new RunFolder(path, bundles, false);
  }

  private static Path parent(Path bundle) {
    Path parent = bundle.getParent();
    return parent == null ? bundle.toAbsolutePath().normalize().resolveSibling("") : parent;
  }

  private static List<Path> bundles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> epoch(file) >= 0)
          // what is being copied there has its manifest last
          .filter(
              file -> Files.exists(file.resolve(BundleManifest.FILE), LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparingLong(RunFolder::epoch))
          .toList();
    }
  }

  /** The index of the epoch that a folder is named after, -1 if it is named otherwise. */
  private static long epoch(Path folder) {
    Path name = folder.getFileName();
    try {
      return name != null && name.toString().startsWith(EPOCH)
          ? Long.parseLong(name.toString().substring(EPOCH.length()))
          : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Whether a name is that of a bundle's or a compensation's folder. */
  static boolean isCompensation(String name) {
    return name.startsWith(COMPENSATION);
  }

  /**
   * The bundles.
   *
   * @return in the order of their epochs
   */
  public List<Path> bundles() {
    return bundles;
  }

  /**
   * Whether the path named one bundle.
   *
   * @return false for a folder of bundles, even if it holds a single one
   */
  public boolean isOneBundle() {
    return one;
  }

  /**
   * The folder that holds the bundles.
   *
   * @return the path that was opened, or the parent of the one bundle
   */
  public Path folder() {
    return folder;
  }

  /**
   * The newest bundle beside those that the path means.
   *
   * @return empty if none follows
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> newer() throws IOException {
    long last = epoch(bundles.get(bundles.size() - 1).toAbsolutePath().normalize());
    return bundles(folder).stream()
        .filter(bundle -> epoch(bundle) > last)
        .reduce((older, newer) -> newer);
  }

  /**
   * Where the compensation lies that is paid before an epoch.
   *
   * @param epoch the first epoch that goes on from it
   * @return its folder, which need not exist
   */
  public Path compensation(long epoch) {
    return folder.resolve(COMPENSATION + epoch);
  }

  /** Where the compensation lies that is paid before the epoch of a bundle beside it. */
  static Path compensation(Path bundle, long epoch) {
    return parent(bundle).resolve(COMPENSATION + epoch);
  }

  /** The compensation that is beside the bundle of an epoch and is paid after it. */
  static @Nullable Path compensationAfter(Path bundle, long epoch) {
    Path folder = compensation(bundle, epoch + 1);
    return Files.isDirectory(folder) ? folder : null;
  }

  /** The first folder that is named as a compensation and follows none of the bundles, so that nothing recomputes it. */
  Optional<Path> stray() throws IOException {
    Set<Path> expected = new HashSet<>();
    bundles.forEach(bundle -> expected.add(compensation(epoch(bundle) + 1)));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isCompensation(file.getFileName().toString()))
          .filter(file -> !expected.contains(file))
          .sorted()
          .findFirst();
    }
  }
}
