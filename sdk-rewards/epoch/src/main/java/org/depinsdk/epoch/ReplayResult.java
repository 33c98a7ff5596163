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
   * @param part the file; what cannot be printed in a terminal is replaced
   * @param detail where in it, what is recorded and what was recomputed, for people; what cannot be printed is replaced
   */
  record Different(String part, String detail) implements ReplayResult {
    /** Makes both printable: they may quote what strangers wrote. */
    public Different {
      part = BundleFiles.printable(part);
      detail = BundleFiles.printable(detail);
    }

    static Different of(BundleException e) {
      return new Different(e.part(), e.reason());
    }
  }
}
