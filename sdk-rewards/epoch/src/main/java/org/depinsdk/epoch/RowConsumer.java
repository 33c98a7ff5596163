package org.depinsdk.epoch;

import java.io.IOException;

/** Takes rows: what an engine's steps hand to each other, as bytes that can be kept in files and sent between machines. */
@FunctionalInterface
public interface RowConsumer {
  /**
   * Takes a row.
   *
   * @param row not changed afterwards
   * @throws IOException if the row cannot be kept
   */
  void add(byte[] row) throws IOException;
}
