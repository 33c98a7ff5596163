package org.depinsdk.service.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.core.frames.CorruptFrameException;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.frames.FrameReader;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A log with a {@link FrameFile} for each segment, whose first frame is the state before it. Damage of a committed entry is a
 * {@link CorruptFrameException}: acknowledged reports may be gone, so restore the file from a copy.
 */
public final class FileNetworkLog implements NetworkLog, Closeable {
  private static final Pattern NAME = Pattern.compile("epoch-([0-9]{10,18})\\.log");

  private final Path folder;
  private final String network;
  private final HeadFile heads;
  private @Nullable FrameFile newest;
  private @Nullable FrameFile before;
  private final ConcurrentSkipListSet<Long> segments = new ConcurrentSkipListSet<>();

  private FileNetworkLog(Path folder, String network) throws IOException {
    this.folder = folder;
    this.network = network;
    this.heads = new HeadFile(folder.resolve("signed-head"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.add(Long.parseLong(name.group(1)));
        }
      }
    }
  }

  /**
   * Opens the log.
   *
   * @param folder where the files are; made if absent
   * @param network the network's name, part of each header
   * @return the log
   * @throws IOException if the folder cannot be made
   */
  public static FileNetworkLog open(Path folder, String network) throws IOException {
    return new FileNetworkLog(Files.createDirectories(folder), network);
  }

  /** Repairs a torn tail on the way: the last entries, which were not committed when the process ended. */
  @Override
  public void recover(long firstOpen, Recovery recovery) throws IOException {
    Long first = segments.floor(firstOpen);
    if (first == null && firstOpen > 0) {
      throw new IOException(file(firstOpen) + " is missing, or the one of an earlier epoch that"
          + " goes on to it; restore it from a copy");
    }
    for (long epoch : segments.tailSet(first == null ? 0 : first, true)) {
      closeNewest();
      Path file = file(epoch);
      boolean[] begun = new boolean[1];
      newest = FrameFile.open(file, header(epoch), payload -> {
        if (begun[0]) {
          recovery.visit(LogFrames.entry(file, payload));
        } else {
          begun[0] = true;
          recovery.begin(LogFrames.state(file, payload));
        }
      });
      if (!begun[0] && epoch == segments.last()) {
        // its first commit never came: it is begun again
        closeNewest();
        Files.delete(file);
        segments.remove(epoch);
        newest = segments.isEmpty()
            ? null
            : FrameFile.open(file(segments.last()), header(segments.last()), alreadyVisited -> {});
      }
    }
  }

  @Override
  public void begin(long epoch, State state) throws IOException {
    if (!segments.isEmpty() && epoch <= segments.last()) {
      throw new IllegalStateException(
          "the newest segment is that of epoch " + segments.last() + ", not before " + epoch);
    }
    if (before != null) {
      commit();
    }
    before = newest;
    newest = FrameFile.open(file(epoch), header(epoch), found -> {
      throw new IOException(file(epoch) + " is there already");
    });
    segments.add(epoch);
    newest.append(state.encoded());
  }

  @Override
  public void append(Entry entry) {
    if (newest == null) {
      throw new IllegalStateException("no segment was begun");
    }
    newest.append(LogFrames.bytes(entry));
  }

  /** The segment before first, so that what a crash leaves has no gap. */
  @Override
  public void commit() throws IOException {
    if (before != null) {
      before.commit();
      before.close();
      before = null;
    }
    if (newest != null) {
      newest.commit();
    }
  }

  @Override
  public void signed(TreeHead head) throws IOException {
    heads.write(head);
  }

  @Override
  public Optional<TreeHead> signed() throws IOException {
    return heads.read();
  }

  @Override
  public void forEach(long epoch, Visitor visitor) throws IOException {
    Long first = segments.floor(epoch);
    if (first == null && !segments.isEmpty()) {
      throw NetworkLog.removed(epoch);
    }
    EpochFilter filter = new EpochFilter(epoch);
    for (long segment : segments.tailSet(first == null ? epoch : first, true)) {
      try (FrameReader reader = FrameReader.open(file(segment), header(segment))) {
        byte[] payload = reader.next();
        while (payload != null && (payload = reader.next()) != null) {
          if (!filter.pass(LogFrames.entry(file(segment), payload), visitor)) {
            return;
          }
        }
      }
    }
  }

  @Override
  public List<Segment> segmentsBefore(long epoch) throws IOException {
    Long kept = segments.floor(epoch);
    List<Segment> before = new ArrayList<>();
    for (long segment : kept == null ? List.<Long>of() : segments.headSet(kept)) {
      before.add(new Segment(segment, Files.size(file(segment))));
    }
    return before;
  }

  @Override
  public void removeBefore(long epoch) throws IOException {
    for (Segment segment : segmentsBefore(epoch)) {
      Files.deleteIfExists(file(segment.epoch()));
      // so that a loss of power leaves no gap
      DurableFiles.forceFolder(folder);
      segments.remove(segment.epoch());
    }
  }

  @Override
  public EvidenceSource read(long epoch) {
    EvidenceSource reports = NetworkLog.super.read(epoch);
    return new EvidenceSource() {
      @Override
      public void forEach(Visitor visitor) throws IOException {
        reports.forEach(visitor);
      }

      @Override
      public long sizeBytes() throws IOException {
        return Files.exists(file(epoch)) ? Files.size(file(epoch)) : 0;
      }
    };
  }

  /**
   * Begins a copy of what is committed, as it is now.
   *
   * @param target an empty folder
   * @return copies the files while the log goes on
   * @throws IOException if the log cannot be committed, or the head not be copied
   */
  public Storage.Copy copy(Path target) throws IOException {
    commit();
    Path head = folder.resolve("signed-head");
    if (Files.exists(head)) {
      Files.copy(head, target.resolve("signed-head"));
    }
    Map<Path, Long> sizes = new TreeMap<>();
    for (long epoch : segments) {
      sizes.put(file(epoch), Files.size(file(epoch)));
    }
    return () -> {
      long bytes = 0;
      for (Map.Entry<Path, Long> segment : sizes.entrySet()) {
        try {
          copy(segment.getKey(), segment.getValue(), target);
          bytes += segment.getValue();
        } catch (NoSuchFileException e) {
          // the retention rule removed it meanwhile, as nothing needs it
          continue;
        }
      }
      return bytes;
    };
  }

  /** A segment only grows, so its first bytes stay what they are. */
  private static void copy(Path segment, long size, Path target) throws IOException {
    try (FileChannel in = FileChannel.open(segment, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(
            target.resolve(segment.getFileName()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      for (long copied = 0; copied < size; ) {
        copied += in.transferTo(copied, size - copied, out);
      }
      out.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (before != null) {
      before.close();
    }
    closeNewest();
    heads.close();
  }

  private void closeNewest() throws IOException {
    if (newest != null) {
      newest.close();
    }
  }

  private Path file(long epoch) {
    return folder.resolve(String.format(Locale.ROOT, "epoch-%010d.log", epoch));
  }

  private byte[] header(long epoch) {
    return header(network, epoch);
  }

  static byte[] header(String network, long epoch) {
    return ("depin-network-log/1 " + network + " " + epoch + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
