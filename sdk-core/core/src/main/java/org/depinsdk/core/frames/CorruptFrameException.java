package org.depinsdk.core.frames;

import java.io.IOException;
import java.nio.file.Path;

/** A frame file whose damage is not a write that was cut short: frames that had been flushed are gone or changed. */
public final class CorruptFrameException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * A damaged file.
   *
   * @param file which file
   * @param offset where the damage begins, in bytes from the start of the file
   * @param found what was found and what was expected
   */
  public CorruptFrameException(Path file, long offset, String found) {
    super(file + " is damaged at byte " + offset + ": " + found);
    this.offset = offset;
  }

  /**
   * Where the damage begins.
   *
   * @return bytes from the start of the file
   */
  public long offset() {
    return offset;
  }
}
