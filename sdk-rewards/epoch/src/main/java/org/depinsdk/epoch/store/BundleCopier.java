package org.depinsdk.epoch.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.CompensationFiles;

/**
 * Copies bundles and compensations from one store to another, each with the file last that makes it exist. A copy that was
 * interrupted has left nothing that a reader sees, and goes on where it ended. Parts are checked with the hashes of the manifest
 * while they are copied; {@link org.depinsdk.epoch.RunReplay} checks everything else.
 */
public final class BundleCopier {
  private static final int MAX_MANIFEST = 1 << 20;
  private static final int MAX_RECORD = 1 << 29;

  private final BundleStore from;
  private final BundleStore to;

  /**
   * Copies between two stores.
   *
   * @param from where bundles are
   * @param to where they go
   */
  public BundleCopier(BundleStore from, BundleStore to) {
    this.from = from;
    this.to = to;
  }

  /**
   * The bundles and compensations that are whole.
   *
   * @param store where
   * @return in the order in which they follow each other
   * @throws IOException if the store cannot be read
   */
  public static SortedSet<BundleName> whole(BundleStore store) throws IOException {
    SortedSet<BundleName> whole = new TreeSet<>();
    for (BundleName name : store.names()) {
      if (last(store, name).isPresent()) {
        whole.add(name);
      }
    }
    return whole;
  }

  /**
   * Copies what is whole and not there yet, oldest first.
   *
   * @param copied is called with each that was copied
   * @throws IOException if a store fails, a part is not what its manifest says, or another bundle is there; what was copied
   *     stays, and a later call goes on
   */
  public void copyAll(Consumer<BundleName> copied) throws IOException {
    for (BundleName name : from.names()) {
      if (copy(name)) {
        copied.accept(name);
      }
    }
  }

  /**
   * Copies a bundle or a compensation, unless it is there already or does not exist.
   *
   * @param name which
   * @return whether it was not there before
   * @throws IOException if a store fails, a part is not what its manifest says, or another one is there
   */
  public boolean copy(BundleName name) throws IOException {
    Optional<byte[]> last = last(from, name);
    if (last.isEmpty() || isThere(name, last.get())) {
      return false;
    }
    for (Map.Entry<String, Content> part : parts(name, last.get()).entrySet()) {
      put(name, part.getKey(), part.getValue());
    }
    // somebody else may have been faster, or an answer was lost on the way and the store was asked
    // again
    if (!to.create(name, name.last(), Content.of(last.get())) && !isThere(name, last.get())) {
      throw new IOException(place(to, name, name.last()) + " was removed meanwhile; try again");
    }
    return true;
  }

  /** Whether this very bundle is there. */
  private boolean isThere(BundleName name, byte[] last) throws IOException {
    Optional<byte[]> there = last(to, name);
    if (there.isPresent() && !Arrays.equals(there.get(), last)) {
      throw new IOException(place(to, name, name.last()) + " is of another one than that of "
          + from.location() + "; what is published is never overwritten");
    }
    return there.isPresent();
  }

  private void put(BundleName name, String file, Content content) throws IOException {
    try {
      if (!to.create(name, file, content) && !to.holds(name, file, content)) {
        throw new IOException(place(to, name, file) + " holds other bytes than that of "
            + from.location() + ", and no " + name.last()
            + " is there: another copy was interrupted. Delete " + name + " there and try again");
      }
    } catch (OtherContentException e) {
      throw new IOException(
          place(from, name, file) + " is not what " + name.last() + " says: " + e.getMessage(), e);
    }
  }

  /** The files beside the last one. */
  private Map<String, Content> parts(BundleName name, byte[] last) throws IOException {
    Map<String, Content> parts = new LinkedHashMap<>();
    if (name.isCompensation()) {
      for (String file : List.of(
          CompensationFiles.CORRECTION, CompensationFiles.AFTER, CompensationFiles.DISTRIBUTION)) {
        parts.put(
            file,
            read(name, file)
                .orElseThrow(() -> new IOException(place(from, name, file) + " is missing")));
      }
      return parts;
    }
    for (BundleManifest.Part part : manifest(name, last).parts()) {
      parts.put(part.path(), part(name, part));
    }
    read(name, BundleManifest.NOTE).ifPresent(note -> parts.put(BundleManifest.NOTE, note));
    return parts;
  }

  private BundleManifest manifest(BundleName name, byte[] json) throws IOException {
    String place = place(from, name, name.last());
    try {
      BundleManifest manifest = BundleManifest.parse(json);
      if (manifest.epoch() != name.epoch()) {
        throw new IOException(place + " is that of epoch " + manifest.epoch());
      }
      return manifest;
    } catch (EncodingException e) {
      throw new IOException(place + " is no manifest: " + e.getMessage(), e);
    }
  }

  private Content part(BundleName name, BundleManifest.Part part) throws IOException {
    String place = place(from, name, name.last());
    if (!BundleName.isFile(part.path())) {
      throw new IOException(place + " names a part '" + EncodingException.printable(part.path())
          + "', expected a file name");
    }
    try {
      return new Content(
          part.bytes(), Bytes32.of(Hex.decode(part.sha256())), () -> open(name, part.path()));
    } catch (EncodingException | IllegalArgumentException e) {
      throw new IOException(place + " names no sha256 of " + part.path(), e);
    }
  }

  private InputStream open(BundleName name, String file) throws IOException {
    return from.find(name, file)
        .orElseThrow(() -> new IOException(place(from, name, file) + " is missing"));
  }

  /** A file of which nothing is stated: it is read once to know its length and hash. */
  private Optional<Content> read(BundleName name, String file) throws IOException {
    Optional<InputStream> found = from.find(name, file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = found.get()) {
      MessageDigest digest = CheckedStream.sha256();
      long bytes = 0;
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
      return Optional.of(new Content(bytes, Bytes32.of(digest.digest()), () -> open(name, file)));
    }
  }

  private static Optional<byte[]> last(BundleStore store, BundleName name) throws IOException {
    Optional<InputStream> found = store.find(name, name.last());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    int most = name.isCompensation() ? MAX_RECORD : MAX_MANIFEST;
    try (InputStream in = found.get()) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(
            place(store, name, name.last()) + " has more than " + most + " bytes");
      }
      return Optional.of(bytes);
    }
  }

  private static String place(BundleStore store, BundleName name, String file) {
    return store.location() + "/" + name + "/" + file;
  }
}
