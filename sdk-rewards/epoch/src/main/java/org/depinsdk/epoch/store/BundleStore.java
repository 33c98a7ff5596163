package org.depinsdk.epoch.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Where bundles are published, in the layout of an object store: files named {@code epoch-7/reports.pb}, or
 * {@code compensation-8/correction.json} for a compensation between two epochs. A folder on a disk, a bucket and what a web server
 * offers are the same layout, so that any tool may copy one to the other.
 *
 * <p>Files are created and never changed. That of a folder which is created last says that the folder is whole
 * ({@link BundleName#last}); without it the folder does not exist for a reader, see {@link BundleCopier}. Nothing is ordered by time.
 * Safe for several threads.
 */
public interface BundleStore extends Closeable {
  /**
   * Where it is.
   *
   * @return a folder, or a location such as {@code s3://bucket/prefix}; for messages
   */
  String location();

  /**
   * The bundles and compensations of which any file is there, whole or not.
   *
   * @return in the order in which they follow each other
   * @throws IOException if the store cannot be read; the message says what to do
   */
  SortedSet<BundleName> names() throws IOException;

  /**
   * Opens a file.
   *
   * @param name which bundle
   * @param file the file's name in it
   * @return its bytes; empty if it is not there
   * @throws IOException if it cannot be read
   */
  Optional<InputStream> find(BundleName name, String file) throws IOException;

  /**
   * Creates a file, which appears whole or not at all, and is durable when this returns. Of several who create it with
   * different bytes at one time, one succeeds.
   *
   * @param name which bundle
   * @param file the file's name in it
   * @param content what it shall hold
   * @return false if the file is there already, whatever it holds; nothing has changed then
   * @throws IOException if it cannot be created, or what was read is not of the length and hash that {@code content} states
   */
  boolean create(BundleName name, String file, Content content) throws IOException;

  /**
   * Whether a file is there and holds something.
   *
   * @param name which bundle
   * @param file the file's name in it
   * @param content what it is compared with
   * @return false if it is not there or holds other bytes
   * @throws IOException if it cannot be read
   */
  default boolean holds(BundleName name, String file, Content content) throws IOException {
    Optional<InputStream> found = find(name, file);
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream in = found.get()) {
      return content.isSame(in);
    }
  }
}
