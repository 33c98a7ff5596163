package org.depinsdk.epoch;

/** What came out when a bundle was recomputed. */
public sealed interface ReplayResult {
  /**
   * Everything is as recorded.
   *
   * @param manifest the bundle's manifest, its root recomputed
   * @param reports how many reports were admitted or refused again
   */
  record Same(BundleManifest manifest, long reports) implements ReplayResult {}

  /**
   * Something is not as recorded; the first difference.
   *
   * @param part the file
   * @param detail where in it, what is recorded and what was recomputed
   */
  record Different(String part, String detail) implements ReplayResult {}
}
