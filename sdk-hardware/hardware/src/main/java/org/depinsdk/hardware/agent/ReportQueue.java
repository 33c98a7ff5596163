package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.SignedReport;

/**
 * The reports of one device that the network has not decided about yet, on disk. A report is durable when {@link #append}
 * has returned; after a crash all such reports are there, and none of their sequence numbers is ever given again.
 *
 * <p>Beside its file the queue keeps {@code .seq} (the next sequence number), {@code .lock} (one process at a time) and,
 * after damage, {@code .cut} (what was cut off). Safe for use by several threads.
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
     * @throws SigningException where the signer cannot sign now; the number is then skipped
     */
    SignedReport sign(long sequence) throws SigningException;
  }

  private final String network;
  private final DeviceId device;
  private final QueueLimits limits;
  private final QueueFile file;
  private final SequenceReserve sequences;
  private final FileChannel lockFile;
  // signing may take long: it holds its own lock, so that reading and closing never wait for it
  private final ReentrantLock signing = new ReentrantLock(true);
  private final ReentrantLock state = new ReentrantLock();
  private final TreeMap<Long, QueueRecords.Queued> waiting;
  private long bytes;
  private long dropped;
  private long turnedAway;
  private boolean closed;

  private ReportQueue(
      String network,
      DeviceId device,
      QueueLimits limits,
      QueueFile file,
      SequenceReserve sequences,
      FileChannel lockFile,
      TreeMap<Long, QueueRecords.Queued> waiting) {
    this.network = network;
    this.device = device;
    this.limits = limits;
    this.file = file;
    this.sequences = sequences;
    this.lockFile = lockFile;
    this.waiting = waiting;
    this.bytes = waiting.values().stream().mapToLong(QueueRecords.Queued::bytes).sum();
  }

  /**
   * Opens a queue with {@link QueueLimits#DEFAULT}, or makes it.
   *
   * @param file where it lies; its folder is made if missing
   * @param network the network that the reports are for
   * @param device the device that makes them
   * @return the queue; the caller closes it
   * @throws IOException where the file cannot be used, belongs to another device or is open in another process
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
   * @throws IOException where the file cannot be used, belongs to another device or is open in another process
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
    FileChannel lockFile = lock(file);
    try {
      return open(file, network, device, limits, lockFile);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  private static ReportQueue open(
      Path file, String network, DeviceId device, QueueLimits limits, FileChannel lockFile)
      throws IOException {
    TreeMap<Long, QueueRecords.Queued> waiting = new TreeMap<>();
    Path sequenceFile = QueueFile.sibling(file, ".seq");
    if (!Files.exists(file) || Files.size(file) == 0) {
      SequenceReserve sequences = SequenceReserve.open(sequenceFile, 1);
      QueueFile made =
          QueueFile.create(file, List.of(QueueRecords.header(sequences.next(), network, device)));
      return new ReportQueue(network, device, limits, made, sequences, lockFile, waiting);
    }
    List<QueueFile.Entry> entries = new ArrayList<>();
    QueueFile opened = QueueFile.open(file, entries);
    try {
      long next = QueueRecords.load(file, entries, network, device, waiting);
      SequenceReserve sequences = SequenceReserve.open(sequenceFile, next);
      opened.cut();
      if (opened.cutBytes() > 0) {
        LOG.log(
            Level.WARNING,
            "{0}: cut {1} bytes of damaged records off, kept in .cut; {2} reports" + " wait",
            file,
            opened.cutBytes(),
            waiting.size());
      }
      return new ReportQueue(network, device, limits, opened, sequences, lockFile, waiting);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Signs a report and keeps it.
   *
   * @param signing makes the report with the number that it is given
   * @return the report, durable
   * @throws SigningException where the signer cannot sign now
   * @throws QueueFullException where the queue is full and does not drop
   * @throws IOException where the disk fails or the queue is closed; the report is then not queued
   */
  public SignedReport append(Signing signing) throws SigningException, IOException {
    this.signing.lock();
    try {
      long sequence = reserve();
      SignedReport signed = signing.sign(sequence);
      if (signed.report().sequence() != sequence || !signed.report().device().equals(device)) {
        throw new IllegalArgumentException(
            "expected a report of " + device + " with sequence " + sequence + ", not " + signed);
      }
      store(signed);
      return signed;
    } finally {
      this.signing.unlock();
    }
  }

  private long reserve() throws IOException {
    state.lock();
    try {
      checkOpen();
      if (limits.whenFull() == WhenFull.REFUSE_NEW && waiting.size() >= limits.maxReports()) {
        throw full();
      }
      return sequences.take();
    } finally {
      state.unlock();
    }
  }

  private void store(SignedReport signed) throws IOException {
    QueueFile.Entry entry = QueueRecords.report(signed);
    int size = entry.payload().length;
    state.lock();
    try {
      checkOpen();
      List<Long> oldest = makeRoom(size);
      List<QueueFile.Entry> entries = new ArrayList<>(QueueRecords.done(oldest));
      entries.add(entry);
      file.append(entries);
      oldest.forEach(this::forget);
      dropped += oldest.size();
      waiting.put(signed.report().sequence(), new QueueRecords.Queued(signed, size));
      bytes += size;
      compact();
    } finally {
      state.unlock();
    }
  }

  // which reports must go so that one more of a size fits
  private List<Long> makeRoom(int size) throws QueueFullException {
    List<Long> oldest = new ArrayList<>();
    long bytesLeft = bytes;
    int left = waiting.size();
    for (var entry : waiting.entrySet()) {
      if (left < limits.maxReports() && bytesLeft + size <= limits.maxBytes()) {
        break;
      }
      if (limits.whenFull() == WhenFull.REFUSE_NEW) {
        throw full();
      }
      oldest.add(entry.getKey());
      bytesLeft -= entry.getValue().bytes();
      left--;
    }
    return oldest;
  }

  private QueueFullException full() {
    turnedAway++;
    return new QueueFullException("the queue holds " + waiting.size() + " reports of "
        + limits.maxReports() + " and " + bytes + " bytes of " + limits.maxBytes());
  }

  /**
   * The oldest reports.
   *
   * @param maxReports how many at most, 1 or more
   * @param maxBytes sum of their bodies and signatures; the first is given even where it is larger
   * @return in the order of their sequence numbers
   * @throws IOException where the queue is closed
   */
  public List<SignedReport> peek(int maxReports, long maxBytes) throws IOException {
    state.lock();
    try {
      checkOpen();
      List<SignedReport> batch = new ArrayList<>();
      long sum = 0;
      for (QueueRecords.Queued queued : waiting.values()) {
        sum += queued.bytes();
        if (batch.size() >= maxReports || (!batch.isEmpty() && sum > maxBytes)) {
          break;
        }
        batch.add(queued.report());
      }
      return batch;
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
   * @throws IOException where the disk fails or the queue is closed
   */
  public int remove(Collection<Long> numbers) throws IOException {
    state.lock();
    try {
      checkOpen();
      List<Long> present =
          numbers.stream().distinct().filter(waiting::containsKey).toList();
      if (present.isEmpty()) {
        return 0;
      }
      present.forEach(this::forget);
      file.append(QueueRecords.done(present));
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
    return locked(() -> bytes);
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
   * How many bytes of damaged records were cut off when the queue was opened.
   *
   * @return 0 where the file was whole
   */
  public long cutBytes() {
    return file.cutBytes();
  }

  /**
   * Closes the files. Idempotent; does not wait for a signer that is at work.
   *
   * @throws IOException where the disk fails
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

  private void forget(long sequence) {
    QueueRecords.Queued gone = waiting.remove(sequence);
    if (gone != null) {
      bytes -= gone.bytes();
    }
  }

  // the file is written anew when less than half of it is still of use; where that fails it only
  // stays large
  private void compact() {
    if (file.length() <= COMPACT_ABOVE || file.length() <= 2 * bytes) {
      return;
    }
    List<QueueFile.Entry> entries = new ArrayList<>();
    entries.add(QueueRecords.header(sequences.next(), network, device));
    waiting.values().forEach(q -> entries.add(QueueRecords.report(q.report())));
    try {
      file.rewrite(entries);
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

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(
        QueueFile.sibling(file, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this process has it: the same as if another one had it
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("the report queue " + file + " is in use; one agent for each device");
    }
    return channel;
  }
}
