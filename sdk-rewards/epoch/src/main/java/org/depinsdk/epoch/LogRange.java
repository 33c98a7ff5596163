package org.depinsdk.epoch;

import java.io.IOException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.Frontier;

/**
 * The part of a network's log that decided an epoch: all records from the one that opens the epoch, in epoch 0 from the first,
 * to the one that closes it. With the frontier of the tree in front of them, the root of the tree behind them follows; a
 * checkpoint that the network and witnesses signed says what it has to be. The ranges of epochs that follow each other overlap,
 * because an epoch is opened before the one before it is closed.
 *
 * @param frontier the tree in front of the first record
 * @param checkpoint the signed tree behind the last one
 * @param records the records
 */
public record LogRange(Frontier frontier, SignedCheckpoint checkpoint, Records records) {
  /** Takes one record after the other. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One record.
     *
     * @param record the next record
     * @throws IOException if the visitor cannot go on
     */
    void visit(LogRecord record) throws IOException;
  }

  /** The records of a range, read as often as needed and never all in memory. */
  @FunctionalInterface
  public interface Records {
    /**
     * Streams the records.
     *
     * @param visitor is given each record, in order
     * @throws IOException if they cannot be read, or from the visitor
     */
    void forEach(Visitor visitor) throws IOException;
  }

  /** Refuses a range whose end lies before its start. */
  public LogRange {
    if (checkpoint.checkpoint().head().size() < frontier.size()) {
      throw new IllegalArgumentException("the range ends at record "
          + checkpoint.checkpoint().head().size() + ", before its start " + frontier.size());
    }
  }
}
