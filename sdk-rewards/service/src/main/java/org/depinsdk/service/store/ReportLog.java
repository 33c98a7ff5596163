package org.depinsdk.service.store;

import java.io.IOException;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;

/**
 * Every report that came in, accepted or refused, by epoch and in the order in which the network decided. One thread recovers,
 * appends, commits and seals; sealed epochs are read by any thread.
 *
 * <p>What a crash leaves of an epoch is a prefix of what was appended, each entry whole, with at least everything that was
 * committed.
 */
public interface ReportLog {
  /** Receives the entries of open epochs. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One entry.
     *
     * @param epoch the index of its epoch
     * @param entry the entry
     */
    void visit(long epoch, LoggedReport entry);
  }

  /**
   * Reads what earlier processes left. Called once, before anything is appended.
   *
   * @param firstOpen the first epoch that is not settled; older epochs are not read
   * @param visitor receives each entry of the epochs from {@code firstOpen} on: epochs ascending, entries in their order
   * @throws IOException if the log cannot be read, or an entry that was committed is damaged
   */
  void recover(long firstOpen, Visitor visitor) throws IOException;

  /**
   * Adds an entry to the next commit.
   *
   * @param epoch the index of its epoch, not sealed
   * @param entry the entry
   * @throws IOException if it cannot be taken; the log must be opened anew then
   */
  void append(long epoch, LoggedReport entry) throws IOException;

  /**
   * Makes everything that was appended durable.
   *
   * @throws IOException if that failed; what was appended may be there or not, and the log must be opened anew
   */
  void commit() throws IOException;

  /**
   * Seals epochs: nothing more is appended to them, and they may be read. All their entries must be committed.
   *
   * @param firstOpen the first epoch that is not sealed
   * @throws IOException if that failed; the log must be opened anew then
   */
  void sealBefore(long firstOpen) throws IOException;

  /**
   * The entries of an epoch. Each reading checks that they are undamaged.
   *
   * @param epoch the index of a sealed epoch
   * @return its entries in the order in which they were appended, none if there are none; may be read several times and by several
   *     threads
   */
  EvidenceSource read(long epoch);
}
