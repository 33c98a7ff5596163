package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.BundleStores;
import org.depinsdk.epoch.store.FolderBundleStore;
import org.depinsdk.kit.TemporaryFolder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The bundles that a command is given: a path, or a location such as {@code s3://bucket/prefix}, from which they are copied into a
 * temporary folder first. A location may name one bundle, as a path may.
 *
 * @param location a path or a URI
 */
record BundleArgument(String location) {
  private static final Pattern ONE = Pattern.compile("(.+)/(epoch-[0-9]+)/?([?].*)?");

  /** Reads an argument. */
  static final class Converter implements ITypeConverter<BundleArgument> {
    @Override
    public BundleArgument convert(String value) {
      try {
        BundleStores.check(value);
        return new BundleArgument(value);
      } catch (IOException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Finds the bundles, on this machine afterwards. */
  RunFolder open() throws IOException {
    if (BundleStores.isFolder(location)) {
      return RunFolder.open(Path.of(location));
    }
    Matcher one = ONE.matcher(location);
    Optional<BundleName> name = one.matches() ? BundleName.parse(one.group(2)) : Optional.empty();
    String all = name.isEmpty()
        ? location
        : one.group(1) + Optional.ofNullable(one.group(3)).orElse("");
    Path folder = TemporaryFolder.create("bundles").path();
    List<BundleName> copied = new ArrayList<>();
    try (BundleStore from = BundleStores.open(all);
        BundleStore to = new FolderBundleStore(folder)) {
      BundleCopier copier = new BundleCopier(from, to);
      if (name.isEmpty()) {
        copier.copyAll(copied::add);
      } else if (copier.copy(name.get())) {
        copied.add(name.get());
      }
    }
    if (copied.isEmpty()) {
      throw new IOException(
          "no bundle in " + location + "; expected names such as epoch-0/manifest.json below it");
    }
    return RunFolder.open(name.isEmpty() ? folder : folder.resolve(name.get().toString()));
  }

  @Override
  public String toString() {
    return location;
  }
}
