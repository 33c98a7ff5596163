package org.depinsdk.transparency.tile;

import java.io.IOException;

/** A log's files contradict the root that the log signed, or do not hold all that it signed. */
public final class TileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong.
   *
   * @param message names the file
   */
  public TileException(String message) {
    super(message);
  }
}
