package org.depinsdk.epoch.store;

import java.io.IOException;
import java.net.URI;

/** Stores of one kind, found by {@link java.util.ServiceLoader}. */
public interface BundleStoreProvider {
  /**
   * How locations of this kind begin.
   *
   * @return a URI's scheme, such as {@code s3}
   */
  String scheme();

  /**
   * Checks the form of a location. Nothing is connected.
   *
   * @param location a URI with this scheme
   * @throws IOException if it is wrong; the message names what, and what was expected
   */
  void check(URI location) throws IOException;

  /**
   * Opens a store. Whether it can be reached shows when it is used first.
   *
   * @param location a URI with this scheme
   * @return the store
   * @throws IOException if the location is wrong, or what is needed to open it is missing
   */
  BundleStore open(URI location) throws IOException;
}
