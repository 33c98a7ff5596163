package org.depinsdk.hardware.bridge.ocpp.metering;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.hardware.ocpp.SignedValue;
import org.depinsdk.hardware.ocpp.StationEvent;

/**
 * Collects what meters signed, transaction by transaction, from a central system's events. What was signed is on the disk
 * when {@link #collect} returns, so a transaction may begin before and end after a restart. Safe for use by several threads.
 */
public final class TransactionCollector implements Closeable {
  /** How many transactions are kept at most; beyond that the oldest is forgotten. */
  public static final int MAX_TRANSACTIONS = 10_000;

  /** How many signed texts are kept of one transaction at most; later ones take the place of the one before. */
  public static final int MAX_RECORDS = 64;

  private static final Logger LOG = System.getLogger(TransactionCollector.class.getName());
  private static final byte[] HEADER =
      "depin-ocpp-transactions/1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte SIGNED = 1;
  private static final byte FORGOTTEN = 2;
  private static final long REWRITE_ABOVE = 256 * 1024;

  private record Key(String station, String transaction) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, List<String>> transactions = new LinkedHashMap<>();
  private final FrameFile file;
  private long rewriteAbove = REWRITE_ABOVE;

  private TransactionCollector(Path file) throws IOException {
    this.file = FrameFile.salvage(file, HEADER, this::load);
  }

  /**
   * Opens a collector with what an earlier one has collected.
   *
   * @param file where it is kept; made if it is missing, its folder exists
   * @return the collector; the caller closes it
   * @throws IOException if the file cannot be used
   */
  public static TransactionCollector open(Path file) throws IOException {
    return new TransactionCollector(file);
  }

  /**
   * Takes what a station reported.
   *
   * @param event any event; only transactions matter
   * @return the transaction, if this event ended it; it is kept until {@link #forget}
   * @throws IOException if the disk fails; the event was then not taken
   */
  public Optional<CollectedTransaction> collect(StationEvent event) throws IOException {
    if (!(event instanceof StationEvent.Transaction transaction)) {
      return Optional.empty();
    }
    Key key = new Key(transaction.station(), transaction.transaction());
    lock.lock();
    try {
      Set<String> fresh = new LinkedHashSet<>();
      transaction.samples().stream()
          .flatMap(s -> s.signed().stream())
          .map(SignedValue::data)
          .forEach(fresh::add);
      fresh.removeAll(transactions.getOrDefault(key, List.of()));
      fresh.forEach(text -> file.append(record(SIGNED, key, text)));
      file.commit();
      fresh.forEach(text -> add(key, text));
      rewriteIfLarge();
      return transaction.phase() == StationEvent.Phase.ENDED
          ? Optional.of(new CollectedTransaction(
              key.station(), key.transaction(), transactions.getOrDefault(key, List.of())))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets a transaction, because it was reported.
   *
   * @param reported the transaction
   * @throws IOException if the disk fails; after a restart the transaction is then there again
   */
  public void forget(CollectedTransaction reported) throws IOException {
    Key key = new Key(reported.station(), reported.transaction());
    lock.lock();
    try {
      if (transactions.remove(key) != null) {
        file.append(record(FORGOTTEN, key, ""));
        file.commit();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many transactions are kept that have something signed.
   *
   * @return 0 to {@value #MAX_TRANSACTIONS}
   */
  public int size() {
    lock.lock();
    try {
      return transactions.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      file.close();
    } finally {
      lock.unlock();
    }
  }

  private void load(byte[] record) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      byte type = in.readByte();
      Key key = new Key(in.readUTF(), in.readUTF());
      if (type == SIGNED) {
        add(key, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } else {
        transactions.remove(key);
      }
    }
  }

  private void add(Key key, String text) {
    List<String> records = transactions.computeIfAbsent(key, k -> new ArrayList<>());
    if (records.size() == MAX_RECORDS) {
      // the first is the begin, and the end is still to come
      records.remove(MAX_RECORDS - 1);
    }
    records.add(text);
    if (transactions.size() > MAX_TRANSACTIONS) {
      Key oldest = transactions.keySet().iterator().next();
      transactions.remove(oldest);
      LOG.log(
          Level.WARNING,
          "more than {0} transactions are open; forgot {1} of station {2}",
          MAX_TRANSACTIONS,
          oldest.transaction(),
          oldest.station());
    }
  }

  // if that fails the file only stays large
  private void rewriteIfLarge() {
    if (file.length() <= rewriteAbove) {
      return;
    }
    List<byte[]> records = new ArrayList<>();
    transactions.forEach((key, texts) -> texts.forEach(t -> records.add(record(SIGNED, key, t))));
    try {
      file.rewrite(records);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the file of open transactions cannot be made smaller: {0}", e);
    }
    rewriteAbove = Math.max(REWRITE_ABOVE, 2 * file.length());
  }

  private static byte[] record(byte type, Key key, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(type);
      out.writeUTF(key.station());
      out.writeUTF(key.transaction());
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }
}
