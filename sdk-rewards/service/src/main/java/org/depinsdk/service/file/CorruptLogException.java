package org.depinsdk.service.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A log file that is damaged before its tail. Acknowledged reports may be gone, so the service does not start: restore the
 * file from a copy.
 */
public final class CorruptLogException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A damaged file.
   *
   * @param file which file
   * @param offset where the damage begins, in bytes
   * @param found what was found and what was expected
   */
  public CorruptLogException(Path file, long offset, String found) {
    super(file + " is damaged at byte " + offset + ": " + found);
  }
}
