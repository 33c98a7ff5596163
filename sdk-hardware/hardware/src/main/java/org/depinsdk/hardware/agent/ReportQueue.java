package org.depinsdk.hardware.agent;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.SignedReport;

/**
 * The reports of one device that the network has not decided about yet, on disk. A report is durable when {@link #append}
 * has returned; after a crash all such reports are there, and none of their sequence numbers is ever given again.
 *
 * <p>Beside its file the queue keeps {@code .seq} (the next sequence number), {@code .lock} (one process at a time) and,
 * after damage, {@code .cut} (the file from the first damaged byte on, as it was). Safe for use by several threads.
 */
public final class ReportQueue implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReportQueue.class.getName());

  private static final long COMPACT_ABOVE = 64 * 1024;

  /** Makes a signed report for the sequence number that the queue gives. */
  @FunctionalInterface
  public interface Signing {
    /**
     * Signs.
     *
     * @param sequence the number to use
     * @return a report of the queue's device with that number
     * @throws SigningException if the signer cannot sign now; the number is then skipped
     */
    SignedReport sign(long sequence) throws SigningException;
  }

  private final QueueLimits limits;
  private final String network;
  private final DeviceId device;
  private final FrameFile file;
  private final SequenceReserve sequences;
  private final Closeable lockFile;
  // signing may take long: it holds its own lock, so that reading and closing never wait for it
  private final ReentrantLock signing = new ReentrantLock(true);
  private final ReentrantLock state = new ReentrantLock();
  private final WaitingReports waiting;
  private long dropped;
  private long turnedAway;
  private boolean closed;

  private ReportQueue(
      Path file, String network, DeviceId device, QueueLimits limits, Closeable lockFile)
      throws IOException {
    this.limits = limits;
    this.network = network;
    this.device = device;
    this.lockFile = lockFile;
    this.waiting = new WaitingReports(device);
    this.file = open(file, QueueRecords.header(network, device), waiting);
    try {
      this.sequences = SequenceReserve.open(DurableFiles.sibling(file, ".seq"), waiting.next());
    } catch (IOException e) {
      this.file.close();
      throw e;
    }
  }

  private static FrameFile open(Path file, byte[] header, WaitingReports waiting)
      throws IOException {
    try {
      // a device goes on with what is left; its network is told by the gap in the numbers
      return FrameFile.salvage(file, header, record -> QueueRecords.apply(record, waiting));
    } catch (IOException e) {
      throw new IOException(
          file + " cannot be used as \"" + new String(header, StandardCharsets.UTF_8).strip()
              + "\": " + e.getMessage() + "; move it away to begin anew",
          e);
    }
  }

  /**
   * Opens a queue with {@link QueueLimits#DEFAULT}, or makes it.
   *
   * @param file where it lies; its folder is made if missing
   * @param network the network that the reports are for
   * @param device the device that makes them
   * @return the queue; the caller closes it
   * @throws IOException if the file cannot be used, belongs to another device or is open in another process
   */
  public static ReportQueue open(Path file, String network, DeviceId device) throws IOException {
    return open(file, network, device, QueueLimits.DEFAULT);
  }

  /**
   * Opens a queue, or makes it.
   *
   * @param file where it lies; its folder is made if missing
   * @param network the network that the reports are for
   * @param device the device that makes them
   * @param limits how much it may hold; what is there already stays, even beyond the limits
   * @return the queue; the caller closes it
   * @throws IOException if the file cannot be used, belongs to another device or is open in another process
   */
  public static ReportQueue open(Path file, String network, DeviceId device, QueueLimits limits)
      throws IOException {
    if (!Domain.isName(network)) {
      throw new IllegalArgumentException(
          "a network's name is 1 to 64 of a-z 0-9 . -, not \"" + network + "\"");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Closeable lockFile = DurableFiles.tryLock(DurableFiles.sibling(file, ".lock"))
        .orElseThrow(() ->
            new IOException("the report queue " + file + " is in use; one agent for each device"));
    try {
      return new ReportQueue(file, network, device, limits, lockFile);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  /**
   * Signs a report and keeps it.
   *
   * @param signing makes the report with the number that it is given
   * @return the report, durable
   * @throws SigningException if the signer cannot sign now
   * @throws QueueFullException if the queue is full and does not drop
   * @throws IOException if the disk fails or the queue is closed; the report is then not queued
   */
  public SignedReport append(Signing signing) throws SigningException, IOException {
    return appendAll(List.of(signing)).get(0);
  }

  /**
   * Signs reports and keeps them, all or none, with one flush of the file for all. A crash before this returns leaves none or the
   * first of them, and the network takes what is left as it takes any report.
   *
   * @param signings make a report each, with the number that it is given; at most as many as the queue may hold
   * @return the reports in that order, durable
   * @throws SigningException if the signer cannot sign one of them now
   * @throws QueueFullException if there is no room for all and the queue does not drop, or it may not hold so many at all
   * @throws IOException if the disk fails or the queue is closed; none of the reports is then queued
   */
  public List<SignedReport> appendAll(List<Signing> signings) throws SigningException, IOException {
    this.signing.lock();
    try {
      long[] numbers = reserve(signings.size());
      List<SignedReport> reports = new ArrayList<>(numbers.length);
      for (int i = 0; i < numbers.length; i++) {
        SignedReport signed = signings.get(i).sign(numbers[i]);
        if (signed.report().sequence() != numbers[i]
            || !signed.report().device().equals(device)) {
          throw new IllegalArgumentException("expected a report of " + device + " with sequence "
              + numbers[i] + ", not " + signed);
        }
        reports.add(signed);
      }
      store(reports);
      return List.copyOf(reports);
    } finally {
      this.signing.unlock();
    }
  }

  private long[] reserve(int count) throws IOException {
    state.lock();
    try {
      checkOpen();
      int before = limits.whenFull() == WhenFull.REFUSE_NEW ? waiting.size() : 0;
      if (before + count > limits.maxReports()) {
        throw full(count);
      }
      long[] numbers = new long[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = sequences.take();
      }
      return numbers;
    } finally {
      state.unlock();
    }
  }

  private void store(List<SignedReport> reports) throws IOException {
    state.lock();
    try {
      checkOpen();
      long bytes = reports.stream().mapToLong(SignedReport::size).sum();
      List<Long> oldest = waiting.tooMany(reports.size(), bytes, limits);
      if (!oldest.isEmpty() && limits.whenFull() == WhenFull.REFUSE_NEW) {
        throw full(reports.size());
      }
      QueueRecords.done(oldest).forEach(file::append);
      for (SignedReport signed : reports) {
        file.append(QueueRecords.report(signed));
      }
      file.commit();
      oldest.forEach(waiting::remove);
      dropped += oldest.size();
      for (SignedReport signed : reports) {
        waiting.add(signed);
      }
      compact();
    } finally {
      state.unlock();
    }
  }

  private QueueFullException full(int refused) {
    turnedAway += refused;
    return new QueueFullException("the queue holds " + waiting.size() + " reports of "
        + limits.maxReports() + " and " + waiting.bytes() + " bytes of " + limits.maxBytes());
  }

  /**
   * The oldest reports.
   *
   * @param maxReports how many at most, 1 or more
   * @param maxBytes sum of their bodies and signatures; the first is given even where it is larger
   * @return in the order of their sequence numbers
   * @throws IOException if the queue is closed
   */
  public List<SignedReport> peek(int maxReports, long maxBytes) throws IOException {
    state.lock();
    try {
      checkOpen();
      return waiting.first(maxReports, maxBytes);
    } finally {
      state.unlock();
    }
  }

  /**
   * Takes reports out, because the network has decided about them. Where the disk fails they are out until the next start,
   * and are then sent again.
   *
   * @param numbers their sequence numbers; such as are not there are ignored
   * @return how many were taken out
   * @throws IOException if the disk fails or the queue is closed
   */
  public int remove(Collection<Long> numbers) throws IOException {
    state.lock();
    try {
      checkOpen();
      List<Long> present = numbers.stream().distinct().filter(waiting::contains).toList();
      if (present.isEmpty()) {
        return 0;
      }
      present.forEach(waiting::remove);
      QueueRecords.done(present).forEach(file::append);
      file.commit();
      compact();
      return present.size();
    } finally {
      state.unlock();
    }
  }

  /**
   * The network that the reports are for.
   *
   * @return its name
   */
  public String network() {
    return network;
  }

  /**
   * The device that makes the reports.
   *
   * @return its id
   */
  public DeviceId device() {
    return device;
  }

  /**
   * How many reports wait.
   *
   * @return 0 or more
   */
  public int size() {
    return (int) locked(waiting::size);
  }

  /**
   * How large they are.
   *
   * @return sum of bodies and signatures in bytes
   */
  public long bytes() {
    return locked(waiting::bytes);
  }

  /**
   * How many reports made room for newer ones since the queue was opened.
   *
   * @return 0 or more
   */
  public long dropped() {
    return locked(() -> dropped);
  }

  /**
   * How many reports were not taken since the queue was opened because it was full.
   *
   * @return 0 or more
   */
  public long turnedAway() {
    return locked(() -> turnedAway);
  }

  /**
   * How many bytes of damaged records were removed when the queue was opened.
   *
   * @return 0 if no record was damaged
   */
  public long removedBytes() {
    return file.removedBytes();
  }

  /**
   * Closes the files. Idempotent; does not wait for a signer that is at work.
   *
   * @throws IOException if the disk fails
   */
  @Override
  public void close() throws IOException {
    state.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try (lockFile;
          file) {
        sequences.settle();
      }
    } finally {
      state.unlock();
    }
  }

  // the file is written anew when less than half of it is still of use; if that fails, it only
  // stays large
  private void compact() {
    if (file.length() <= COMPACT_ABOVE || file.length() <= 2 * waiting.bytes()) {
      return;
    }
    List<byte[]> records = new ArrayList<>();
    records.add(QueueRecords.next(sequences.next()));
    waiting
        .first(Integer.MAX_VALUE, Long.MAX_VALUE)
        .forEach(report -> records.add(QueueRecords.report(report)));
    try {
      file.rewrite(records);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the report queue of {0} cannot be made smaller: {1}", device, e);
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the report queue of " + device + " is closed");
    }
  }

  private long locked(LongSupplier value) {
    state.lock();
    try {
      return value.getAsLong();
    } finally {
      state.unlock();
    }
  }
}
