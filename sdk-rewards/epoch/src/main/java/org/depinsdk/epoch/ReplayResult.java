package org.depinsdk.epoch;

import java.util.List;
import org.depinsdk.core.encoding.EncodingException;

/** What came out when a bundle was recomputed. */
public sealed interface ReplayResult {
  /**
   * Everything is as recorded.
   *
   * @param manifest the bundle's manifest, its root recomputed
   * @param reports how many reports were admitted or refused again
   * @param notes what the replay knows about what the bundle rests on
   */
  record Same(BundleManifest manifest, long reports, List<ReplayNote> notes)
      implements ReplayResult {
    /** Copies. */
    public Same {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Something is not as recorded; the first difference.
   *
   * @param part the file; what cannot be printed in a terminal is replaced
   * @param detail where in it, what is recorded and what was recomputed, for people; what cannot be printed is replaced
   */
  record Different(String part, String detail) implements ReplayResult {
    /** Makes both printable: they may quote what strangers wrote. */
    public Different {
      part = EncodingException.printable(part);
      detail = EncodingException.printable(detail);
    }

    static Different of(BundleException e) {
      return new Different(e.part(), e.reason());
    }
  }
}
