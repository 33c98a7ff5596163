package org.depinsdk.service.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
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
 * divided into segments, one for each epoch that was opened, so that what is settled need not be read again. One thread recovers,
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
  record Entry(
      long index, long epoch, Optional<LogRecord> record, Optional<LoggedReport> report) {}

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
   * @param firstOpen the first epoch that is not settled; segments of older epochs are not read
   * @param recovery receives every segment from that of {@code firstOpen} on and its entries, in order
   * @throws IOException if the log cannot be read, the segment of {@code firstOpen} is missing and is not that of epoch 0, or an
   *     entry that was committed is damaged
   */
  void recover(long firstOpen, Recovery recovery) throws IOException;

  /**
   * Begins the segment of an epoch: what is appended from now on goes there.
   *
   * @param epoch the epoch after the one whose segment was begun last, or 0
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
   * The committed entries from the beginning of an epoch's segment to the record that closes the epoch. Each reading checks that
   * they are undamaged.
   *
   * @param epoch the index of a closed epoch
   * @param visitor receives each entry, in order
   * @throws IOException if they cannot be read or are damaged, or from the visitor
   */
  void forEach(long epoch, Visitor visitor) throws IOException;

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
