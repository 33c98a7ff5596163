package org.depinsdk.service.log;

import java.io.IOError;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.NetworkLog.Entry;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * The network's log as it grows: gives each record its index, and signs the tree when its records are durable. One thread
 * appends and commits; any thread reads.
 *
 * <p>It begins only with a tree that extends every head that is known to have been signed, and it signs no other.
 */
public final class SequencedLog {
  /**
   * A head that somebody remembers: this service, the published tiles, a witness.
   *
   * @param by who remembers it, for messages
   * @param head a signed head of this log
   */
  public record KnownHead(String by, TreeHead head) {}

  private final NetworkLog store;
  private final LogKeys keys;
  private final Published published;
  private final List<byte[]> unpublished = new ArrayList<>();
  private final Queue<Long> closes = new ArrayDeque<>();
  private RecentTree tree;
  private long registryChanges;
  private Bytes32 registryHash = Bytes32.ZERO;
  private long publishedSize;
  private Instant lastReceived = Instant.MIN;
  private @Nullable SignedCheckpoint newest;

  private SequencedLog(NetworkLog store, LogKeys keys, Published published) {
    this.store = store;
    this.keys = keys;
    this.published = published;
    this.tree = new RecentTree(Frontier.EMPTY, published);
  }

  /**
   * Takes up a log.
   *
   * @param store where its entries are, opened and not read yet
   * @param keys the log's keys
   * @param published what of it is published
   * @param known the heads that the log must extend; one that the published tiles remember is there too
   * @param firstOpen the first epoch that is not settled
   * @param visitor receives each entry of the open epochs
   * @return the log; nothing is signed yet
   * @throws IOException if the log cannot be read, has a gap, or does not extend a known head: it was cut short or is another one
   */
  public static SequencedLog open(
      NetworkLog store,
      LogKeys keys,
      Published published,
      List<KnownHead> known,
      long firstOpen,
      NetworkLog.Visitor visitor)
      throws IOException {
    List<KnownHead> heads = new ArrayList<>();
    store.signed().ifPresent(head -> heads.add(new KnownHead("the service's own record", head)));
    heads.addAll(known);
    SequencedLog log = new SequencedLog(store, keys, published);
    store.recover(firstOpen, log.new Recovery(heads, visitor));
    for (KnownHead head : heads) {
      if (head.head().size() > log.size()) {
        throw new IOException(
            "the log has " + log.size() + " records, but " + head.by()
                + " knows a signed head of " + head.head().size()
                + "; records are lost. Restore the log from a newer copy; nothing is signed until then");
      }
    }
    return log;
  }

  /** Grows the tree by what the store has, and compares it with the heads that are known. */
  private final class Recovery implements NetworkLog.Recovery {
    private final List<KnownHead> heads;
    private final NetworkLog.Visitor visitor;
    private boolean begun;

    Recovery(List<KnownHead> heads, NetworkLog.Visitor visitor) {
      this.heads = heads;
      this.visitor = visitor;
    }

    @Override
    public void begin(NetworkLog.State before) throws IOException {
      if (!begun) {
        registryChanges = before.registryChanges();
        registryHash = before.registryHash();
        tree = new RecentTree(before.tree(), published);
        publishedSize = before.tree().size();
        for (KnownHead head : heads) {
          if (head.head().size() < before.tree().size()) {
            compare(head, published.root(head.head().size()));
          }
        }
        compareAll();
      } else if (!before.equals(state())) {
        throw new IOException("a segment begins after " + before.tree().size()
            + " records, expected " + size() + ": a segment of the log is missing or another");
      }
      begun = true;
    }

    @Override
    public void visit(NetworkLog.Entry entry) throws IOException {
      if (!begun || entry.index() != size()) {
        throw new IOException(
            "the log has a gap: record " + size() + " is expected, " + entry.index() + " follows");
      }
      if (entry.record().isPresent()) {
        grow(entry.record().get());
        compareAll();
      }
      visitor.visit(entry);
    }

    private void compareAll() throws IOException {
      for (KnownHead head : heads) {
        if (head.head().size() == size()) {
          compare(head, tree.head().root());
        }
      }
    }

    private void compare(KnownHead head, TreeHash root) throws IOException {
      if (!root.equals(head.head().root())) {
        throw new IOException("at " + head.head().size() + " records the log's root is " + root
            + ", but " + head.by() + " knows the signed root " + head.head().root()
            + "; this is another log. Restore the right one; nothing is signed until then");
      }
    }
  }

  /**
   * How many records there are, those that wait for a commit counted.
   *
   * @return the size of the tree
   */
  public synchronized long size() {
    return tree.size();
  }

  /**
   * How many records are changes of the registry.
   *
   * @return their number, those that wait for a commit counted
   */
  public synchronized long registryChanges() {
    return registryChanges;
  }

  /**
   * What the records come to, those that wait for a commit counted.
   *
   * @return the state
   */
  public synchronized NetworkLog.State state() {
    return new NetworkLog.State(tree.frontier(), registryChanges, registryHash);
  }

  /**
   * Begins a segment, so that a restart after the epochs before are settled need not read what is in front of it.
   *
   * @param epoch the epoch that the next record opens; 0 for a log that begins
   * @throws IOError if the store fails: the process must end
   */
  public synchronized void beginSegment(long epoch) {
    store(() -> store.begin(epoch, state()));
  }

  /**
   * Appends a record.
   *
   * @param record what happened
   * @param report the report that it is about, empty for other records
   * @return its index
   * @throws IOError if the store fails, or a report was received before the one before it: the process must end
   */
  public synchronized long append(LogRecord record, Optional<LoggedReport> report) {
    if (record instanceof LogRecord.ReportDecided decided) {
      if (decided.receivedAt().isBefore(lastReceived)) {
        throw new IOError(new IOException(
            "a report of " + decided.receivedAt() + " follows one of " + lastReceived));
      }
      lastReceived = decided.receivedAt();
    }
    long index = size();
    Entry entry = new Entry(index, record.epoch(), Optional.of(record), report);
    store(() -> store.append(entry));
    grow(record);
    return index;
  }

  /**
   * Keeps a report that has no record, because nobody is known to have signed it.
   *
   * @param epoch the epoch that it belongs to
   * @param report the report
   * @throws IOError if the store fails: the process must end
   */
  public synchronized void keep(long epoch, LoggedReport report) {
    Entry entry = new Entry(size(), epoch, Optional.empty(), Optional.of(report));
    store(() -> store.append(entry));
  }

  /**
   * Makes what was appended durable, and signs the tree that it makes.
   *
   * @throws IOError if the store fails: nothing was signed then, and the process must end, because nobody knows what is durable
   */
  public void commit() {
    store(store::commit);
    synchronized (this) {
      TreeHead head = tree.head();
      if (newest == null || newest.checkpoint().head().size() != head.size()) {
        newest = keys.sign(head);
        store(() -> store.signed(head));
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void store(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new IOError(e);
    }
  }

  /**
   * A record with its proof. All that was appended must be committed.
   *
   * @param index the index of a record
   * @return the record, proven in the newest signed tree
   * @throws IOException if it cannot be read
   */
  public synchronized LogReceipt find(long index) throws IOException {
    SignedCheckpoint head = newest;
    if (head == null || head.checkpoint().head().size() != size()) {
      throw new IllegalStateException("records wait for a commit");
    }
    return new LogReceipt(record(index), tree.prove(index), head);
  }

  /**
   * The tree as it was.
   *
   * @param size how many records
   * @return its frontier
   * @throws IOException if a hash cannot be read
   */
  public synchronized Frontier frontier(long size) throws IOException {
    List<TreeHash> complete = new ArrayList<>();
    for (int level = Long.SIZE - 1; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        complete.add(tree.hash(level, (size >>> level) - 1));
      }
    }
    try {
      return Frontier.of(size, complete);
    } catch (TransparencyException e) {
      throw new IllegalStateException("a frontier has one subtree for each bit", e);
    }
  }

  /**
   * Signs the tree as it was, or is. Its records must be committed.
   *
   * @param size how many records
   * @return a checkpoint of this size
   * @throws IOException if a hash cannot be read
   */
  public SignedCheckpoint checkpoint(long size) throws IOException {
    return keys.sign(frontier(size).head());
  }

  /**
   * A record.
   *
   * @param index its index
   * @return its bytes
   * @throws IOException if it cannot be read
   */
  byte[] record(long index) throws IOException {
    synchronized (this) {
      if (index >= publishedSize) {
        return unpublished.get(Math.toIntExact(index - publishedSize));
      }
    }
    return published.record(index);
  }

  /** Marks the tree as it is now as that of an epoch's end, which is published whatever follows. */
  public synchronized void markClose() {
    closes.add(size());
  }

  /** The first mark that is signed and not published. */
  synchronized Optional<Long> nextClose() {
    return Optional.ofNullable(closes.peek()).filter(size -> size <= signedSize());
  }

  /**
   * How far the log is signed.
   *
   * @return how many records are in the newest signed tree
   */
  public synchronized long signedSize() {
    return newest == null ? 0 : newest.checkpoint().head().size();
  }

  /** Forgets what is published now. */
  synchronized void published(long size) {
    while (!closes.isEmpty() && closes.peek() <= size) {
      closes.remove();
    }
    if (size > publishedSize) {
      unpublished.subList(0, Math.toIntExact(size - publishedSize)).clear();
      publishedSize = size;
      tree.forgetBefore(size);
    }
  }

  private void grow(LogRecord record) {
    byte[] leaf = record.toBytes();
    tree.append(TreeHash.ofLeaf(leaf));
    unpublished.add(leaf);
    if (record instanceof LogRecord.RegistryChanged changed) {
      registryChanges++;
      registryHash = NetworkLog.State.next(registryHash, changed.change());
    }
  }
}
