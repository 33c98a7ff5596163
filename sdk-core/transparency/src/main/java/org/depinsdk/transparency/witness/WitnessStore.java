package org.depinsdk.transparency.witness;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.transparency.note.SignedCheckpoint;

/** What a witness remembers: the newest checkpoint of each log that it cosigned. */
public interface WitnessStore {
  /**
   * Reads what is remembered of a log.
   *
   * @param origin the log
   * @return its newest checkpoint with the log's signatures and the witness's own; empty if there is none
   * @throws IOException if it cannot be read
   */
  Optional<SignedCheckpoint> load(String origin) throws IOException;

  /**
   * Remembers a checkpoint in place of the one before. When this returns, neither a crash nor a loss of power can take it back;
   * a crash before leaves the old one or the new one.
   *
   * @param checkpoint with the log's signatures and the witness's own
   * @throws IOException if it may not be durable
   */
  void save(SignedCheckpoint checkpoint) throws IOException;
}
