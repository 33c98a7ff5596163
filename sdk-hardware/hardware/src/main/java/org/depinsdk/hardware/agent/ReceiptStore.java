package org.depinsdk.hardware.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.LogReceipt;

/**
 * The receipts that a network gave to a device, checked and kept on disk. They show what the network accepted whatever it says
 * later. When there are too many, the oldest go. Safe for use by several threads.
 */
public final class ReceiptStore implements Closeable {
  private final FrameFile file;
  private final NoteKey log;
  private final int most;
  private final ArrayDeque<LogReceipt> receipts;
  private boolean closed;

  private ReceiptStore(FrameFile file, NoteKey log, int most, ArrayDeque<LogReceipt> receipts) {
    this.file = file;
    this.log = log;
    this.most = most;
    this.receipts = receipts;
  }

  /**
   * Opens a store, or makes it.
   *
   * @param file where the receipts are; its folder exists
   * @param log the key of the network's log: only receipts that it signed are taken
   * @param most how many receipts are kept, 1 or more
   * @return the store; the caller closes it
   * @throws IOException if the file is damaged, of another log, or cannot be used
   */
  public static ReceiptStore open(Path file, NoteKey log, int most) throws IOException {
    if (most < 1) {
      throw new IllegalArgumentException("a store keeps 1 or more receipts, not " + most);
    }
    ArrayDeque<LogReceipt> receipts = new ArrayDeque<>();
    FrameFile frames =
        FrameFile.open(file, header(log.toString()), payload -> receipts.add(parse(file, payload)));
    return new ReceiptStore(frames, log, most, receipts);
  }

  private static byte[] header(String log) {
    return ("depin-receipts/1 " + log + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static LogReceipt parse(Path file, byte[] payload) throws IOException {
    try {
      return LogReceipt.parse(new String(payload, StandardCharsets.UTF_8));
    } catch (TransparencyException e) {
      throw new IOException(file + " holds no receipt: " + e.getMessage(), e);
    }
  }

  /**
   * The key of the network's log.
   *
   * @return the pinned key
   */
  public NoteKey log() {
    return log;
  }

  /**
   * The receipts.
   *
   * @return oldest first
   */
  public synchronized List<LogReceipt> receipts() {
    return List.copyOf(receipts);
  }

  /**
   * Writes each receipt as a file of its own, as {@code ./run check-receipts} reads them.
   *
   * @param folder gets files {@code INDEX.receipt}; made if absent
   * @throws IOException if a file cannot be written
   */
  public void export(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (LogReceipt receipt : receipts()) {
      Files.writeString(folder.resolve(receipt.index() + ".receipt"), receipt.toString());
    }
  }

  /** Gathers the receipt for the next commit if it shows that the network's log has the decision; else tells why it does not. */
  synchronized Optional<ReceiptProblem> take(SignedReport report, Receipt receipt) {
    if (receipt.logged().isEmpty()) {
      // what nobody is known to have signed has no place in the log
      boolean unsigned = receipt
          .refusal()
          .map(Refusal::reason)
          .filter(r -> !ReportReasons.isOfSigned(r))
          .isPresent();
      return unsigned
          ? Optional.empty()
          : Optional.of(
              ReceiptProblem.of(ReceiptProblem.MISSING, "the network answered without a receipt"));
    }
    LogReceipt logged;
    try {
      logged = LogReceipt.parse(receipt.logged().get());
      logged.verify(log);
      if (!(LogRecord.parse(logged.entry()) instanceof LogRecord.ReportDecided decided)
          || !decided.report().equals(receipt.reportId())
          || !decided.envelope().equals(LogRecord.ReportDecided.envelope(report))
          || !decided.refusal().equals(receipt.refusal().map(Refusal::reason))) {
        return Optional.of(ReceiptProblem.of(
            ReceiptProblem.ANOTHER_DECISION,
            "record " + logged.index() + " is not the decision that was answered"));
      }
    } catch (TransparencyException | EncodingException e) {
      return Optional.of(ReceiptProblem.of(ReceiptProblem.INVALID, String.valueOf(e.getMessage())));
    }
    file.append(logged.toString().getBytes(StandardCharsets.UTF_8));
    receipts.add(logged);
    return Optional.empty();
  }

  /** Makes what was taken durable. */
  synchronized void commit() throws IOException {
    if (receipts.size() <= most) {
      file.commit();
      return;
    }
    // a tenth of room, so that not every receipt writes the file anew
    while (receipts.size() > most - most / 10) {
      receipts.remove();
    }
    rewrite(receipts);
  }

  /** Lets go of receipts, which are compared by identity if the set does. */
  synchronized void drop(Set<LogReceipt> done) throws IOException {
    if (closed) {
      throw new IOException("the store of receipts is closed");
    }
    List<LogReceipt> kept = receipts.stream().filter(r -> !done.contains(r)).toList();
    rewrite(kept);
    receipts.clear();
    receipts.addAll(kept);
  }

  private void rewrite(Collection<LogReceipt> kept) throws IOException {
    file.rewrite(kept.stream()
        .map(receipt -> receipt.toString().getBytes(StandardCharsets.UTF_8))
        .toList());
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    file.close();
  }
}
