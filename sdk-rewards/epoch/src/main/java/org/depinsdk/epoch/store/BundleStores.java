package org.depinsdk.epoch.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens stores by their location: a folder, or a URI such as {@code s3://bucket/prefix} if the jar for it is on the class path
 * ({@code depin-sdk-store-s3} for S3 and what speaks its protocol).
 */
public final class BundleStores {
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):/.*");

  private BundleStores() {}

  /**
   * Whether a location is that of a folder.
   *
   * @param location a location
   * @return false if it begins with a scheme of two letters or more such as {@code s3:/}
   */
  public static boolean isFolder(String location) {
    return !SCHEME.matcher(location).matches();
  }

  /**
   * Checks the form of a location. Nothing is connected.
   *
   * @param location a folder or a URI
   * @throws IOException if it is wrong, or no jar for it is there; the message says what to do
   */
  public static void check(String location) throws IOException {
    Optional<BundleStoreProvider> provider = provider(location);
    if (provider.isPresent()) {
      provider.get().check(uri(location));
    } else {
      path(location);
    }
  }

  /**
   * Opens a store.
   *
   * @param location a folder or a URI
   * @return the store
   * @throws IOException if the location is wrong, no jar for it is there, or what is needed to open it is missing; the message
   *     says what to do
   */
  public static BundleStore open(String location) throws IOException {
    Optional<BundleStoreProvider> provider = provider(location);
    return provider.isPresent()
        ? provider.get().open(uri(location))
        : new FolderBundleStore(path(location));
  }

  private static Optional<BundleStoreProvider> provider(String location) throws IOException {
    Matcher form = SCHEME.matcher(location);
    if (!form.matches()) {
      return Optional.empty();
    }
    for (BundleStoreProvider provider : ServiceLoader.load(BundleStoreProvider.class)) {
      if (provider.scheme().equals(form.group(1))) {
        return Optional.of(provider);
      }
    }
    throw new IOException("no jar on the class path stores bundles at " + form.group(1)
        + "://…; for s3:// add depin-sdk-store-s3");
  }

  private static URI uri(String location) throws IOException {
    try {
      return new URI(location);
    } catch (URISyntaxException e) {
      throw new IOException(location + " is no URI: " + e.getMessage(), e);
    }
  }

  private static Path path(String location) throws IOException {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new IOException(location + " is no path: " + e.getMessage(), e);
    }
  }
}
