package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.epoch.BundleManifest;

/** Finds the bundles that a path means: the folder itself, or the {@code epoch-<n>} folders in it. */
final class Bundles {
  private static final String PREFIX = "epoch-";

  private Bundles() {}

  static List<Path> in(Path path) throws IOException {
    if (Files.exists(path.resolve(BundleManifest.FILE))) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path
          + " is not a folder; name a bundle such as out/epoch-0, or the folder that holds them");
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> bundles = files
          .filter(f -> index(f) >= 0)
          .sorted(Comparator.comparingLong(Bundles::index))
          .toList();
      if (bundles.isEmpty()) {
        throw new IOException(
            "no bundle in " + path + "; a bundle is a folder such as epoch-0 with a manifest.json");
      }
      return bundles;
    }
  }

  /** The bundles beside one whose epochs come after it, in order. */
  static List<Path> beside(Path bundle) throws IOException {
    Path folder = bundle.toAbsolutePath().normalize();
    Path parent = folder.getParent();
    if (parent == null || index(folder) < 0) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(f -> index(f) > index(folder))
          .sorted(Comparator.comparingLong(Bundles::index))
          .toList();
    }
  }

  static long index(Path folder) {
    String name = folder.getFileName().toString();
    try {
      return name.startsWith(PREFIX) ? Long.parseLong(name.substring(PREFIX.length())) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
