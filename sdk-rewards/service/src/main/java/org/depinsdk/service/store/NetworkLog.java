package org.depinsdk.service.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * The one log of a network: its records, each with the report that it is about, in the order in which the network decided. It is
 * divided into segments, each of which begins with the record that opens an epoch, so that what is settled need not be read again. One thread recovers,
 * begins segments, appends and commits; what is committed is read by any thread.
 *
 * <p>What a crash leaves is a prefix of what was appended, each entry whole, with at least everything that was committed.
 */
public interface NetworkLog {
  /**
   * One entry.
   *
   * @param index the index of its record in the tree; if it has none, of the next record
   * @param epoch the epoch that it belongs to
   * @param record the leaf of the tree, empty for a report that nobody is known to have signed
   * @param report the report that the record is about, empty for other records
   */
  record Entry(long index, long epoch, Optional<LogRecord> record, Optional<LoggedReport> report) {}

  /**
   * What the records before a segment come to.
   *
   * @param tree their tree
   * @param registryChanges how many of them are changes of the registry
   * @param registryHash one hash over those changes, in order
   */
  record State(Frontier tree, long registryChanges, Bytes32 registryHash) {
    /** Before the first record. */
    public static final State EMPTY = new State(Frontier.EMPTY, 0, Bytes32.ZERO);

    /**
     * The hash over changes of the registry and one more.
     *
     * @param before the hash over those before, {@link Bytes32#ZERO} for none
     * @param change {@link LogRecord.RegistryChanged#change} of the next
     * @return the hash over all of them
     */
    public static Bytes32 next(Bytes32 before, Bytes32 change) {
      return Bytes32.sha256(before.bytes(), change.bytes());
    }

    /**
     * The bytes to keep.
     *
     * @return what {@link #parse} reads
     */
    public byte[] encoded() {
      byte[] frontier = tree.encoded();
      return ByteBuffer.allocate(Long.BYTES + Bytes32.LENGTH + frontier.length)
          .putLong(registryChanges)
          .put(registryHash.bytes())
          .put(frontier)
          .array();
    }

    /**
     * Reads a state.
     *
     * @param encoded what {@link #encoded} gave
     * @return the state
     * @throws IOException if the bytes are no state
     */
    public static State parse(byte[] encoded) throws IOException {
      int head = Long.BYTES + Bytes32.LENGTH;
      if (encoded.length < head) {
        throw new IOException("a state has " + head + " bytes or more, not " + encoded.length);
      }
      try {
        return new State(
            Frontier.parse(Arrays.copyOfRange(encoded, head, encoded.length)),
            ByteBuffer.wrap(encoded).getLong(),
            Bytes32.at(encoded, Long.BYTES));
      } catch (TransparencyException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  /**
   * A segment.
   *
   * @param epoch the epoch that its first record opens
   * @param bytes how many bytes it takes
   */
  record Segment(long epoch, long bytes) {}

  /** Receives entries. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One entry.
     *
     * @param entry the entry
     * @throws IOException if the reader cannot go on
     */
    void visit(Entry entry) throws IOException;
  }

  /** Receives what earlier processes left. */
  interface Recovery extends Visitor {
    /**
     * A segment begins.
     *
     * @param before what all entries before it come to, as it was given to {@link #begin}
     * @throws IOException if the reader cannot go on
     */
    void begin(State before) throws IOException;
  }

  /**
   * Reads what earlier processes left. Called once, before anything is appended.
   *
   * @param firstOpen the first epoch that is not settled
   * @param recovery receives every segment from the one in which {@code firstOpen} was opened on, and its entries, in order
   * @throws IOException if the log cannot be read, no segment is there although {@code firstOpen} is not 0, or an entry that was
   *     committed is damaged
   */
  void recover(long firstOpen, Recovery recovery) throws IOException;

  /**
   * Begins a segment: what is appended from now on goes there.
   *
   * @param epoch the epoch that its first record opens, later than that of the segment before; 0 for the first
   * @param before what all entries before come to
   * @throws IOException if it cannot be begun; the log must be opened anew then
   */
  void begin(long epoch, State before) throws IOException;

  /**
   * Adds an entry to the next commit.
   *
   * @param entry the entry
   * @throws IOException if it cannot be taken; the log must be opened anew then
   */
  void append(Entry entry) throws IOException;

  /**
   * Makes everything that was appended durable.
   *
   * @throws IOException if that failed; what was appended may be there or not, and the log must be opened anew
   */
  void commit() throws IOException;

  /**
   * Remembers the newest head that was signed. It need not be durable: it survives a kill of the process, and perhaps not a loss of
   * power.
   *
   * @param head a tree of committed records
   * @throws IOException if it cannot be written
   */
  void signed(TreeHead head) throws IOException;

  /**
   * The newest head that was signed and is remembered.
   *
   * @return empty if none is
   * @throws IOException if it cannot be read
   */
  Optional<TreeHead> signed() throws IOException;

  /**
   * The committed entries from the record that opens an epoch, for epoch 0 from the first, to the one that closes it. Each reading
   * checks that they are undamaged.
   *
   * @param epoch the index of a closed epoch
   * @param visitor receives each entry, in order
   * @throws IOException if they cannot be read or are damaged, or from the visitor
   */
  void forEach(long epoch, Visitor visitor) throws IOException;

  /**
   * The segments that have nothing of an epoch and those after it. The newest one is never among them.
   *
   * @param epoch the index of an epoch
   * @return oldest first
   * @throws IOException if they cannot be listed
   */
  List<Segment> segmentsBefore(long epoch) throws IOException;

  /**
   * Removes the segments that {@link #segmentsBefore} names, oldest first, each whole or not at all. Any thread may do it. Entries of
   * removed segments can no longer be read; what is asked for there fails.
   *
   * @param epoch the index of an epoch, at most that of the newest settled one
   * @throws IOException if they cannot be removed; it may be tried again
   */
  void removeBefore(long epoch) throws IOException;

  /**
   * The failure of whoever asks for entries of a removed segment.
   *
   * @param epoch the epoch that was asked for
   * @return says where its reports are
   */
  static IOException removed(long epoch) {
    return new IOException("the log no longer has the reports of epoch " + epoch
        + ": its segment was removed by the retention rule; they are in the epoch's bundle");
  }

  /** Lets through the entries from the record that opens an epoch, for epoch 0 from the first, to the one that closes it. */
  final class EpochFilter {
    private final long epoch;
    private boolean opened;

    /**
     * A filter for one reading.
     *
     * @param epoch the epoch
     */
    public EpochFilter(long epoch) {
      this.epoch = epoch;
      this.opened = epoch == 0;
    }

    /**
     * Passes an entry on.
     *
     * @param entry the next entry of the log
     * @param visitor receives it if it belongs to the range
     * @return whether the range goes on
     * @throws IOException from the visitor
     */
    public boolean pass(Entry entry, Visitor visitor) throws IOException {
      LogRecord record = entry.epoch() == epoch ? entry.record().orElse(null) : null;
      opened |= record instanceof LogRecord.EpochOpened;
      if (opened) {
        visitor.visit(entry);
      }
      return !(record instanceof LogRecord.EpochClosed);
    }
  }

  /**
   * The reports of an epoch.
   *
   * @param epoch the index of a closed epoch
   * @return its reports in the order in which they were decided; may be read several times and by several threads
   */
  default EvidenceSource read(long epoch) {
    return visitor -> forEach(epoch, entry -> {
      if (entry.epoch() == epoch && entry.report().isPresent()) {
        visitor.visit(entry.report().get());
      }
    });
  }
}
