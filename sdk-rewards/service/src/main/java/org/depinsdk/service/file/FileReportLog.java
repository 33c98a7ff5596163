package org.depinsdk.service.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.ReportLog;

/** A log with one hash-chained file for each epoch. Damage of a committed entry is a {@link CorruptLogException}. */
public final class FileReportLog implements ReportLog, Closeable {
  private static final Pattern NAME = Pattern.compile("epoch-([0-9]{10,18})\\.log");

  private final Path folder;
  private final String network;
  private final TreeMap<Long, Segment> open = new TreeMap<>();

  private FileReportLog(Path folder, String network) {
    this.folder = folder;
    this.network = network;
  }

  /**
   * Opens the log.
   *
   * @param folder where the files are; made if absent
   * @param network the network's name, part of each header
   * @return the log
   * @throws IOException if the folder cannot be made
   */
  public static FileReportLog open(Path folder, String network) throws IOException {
    return new FileReportLog(Files.createDirectories(folder), network);
  }

  /** Repairs torn tails on the way: the last entries, which were not committed when the process ended. */
  @Override
  public void recover(long firstOpen, Visitor visitor) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) >= firstOpen) {
          long epoch = Long.parseLong(name.group(1));
          open.put(
              epoch,
              Segment.open(
                  file,
                  SegmentFormat.header(network, epoch),
                  entry -> visitor.visit(epoch, entry)));
        }
      }
    }
  }

  @Override
  public void append(long epoch, LoggedReport entry) throws IOException {
    Segment segment = open.get(epoch);
    if (segment == null) {
      segment = Segment.open(file(epoch), SegmentFormat.header(network, epoch), found -> {
        throw new IllegalStateException("epoch " + epoch + " is sealed");
      });
      open.put(epoch, segment);
    }
    segment.append(entry);
  }

  @Override
  public void commit() throws IOException {
    for (Segment segment : open.values()) {
      segment.commit();
    }
  }

  @Override
  public void sealBefore(long firstOpen) throws IOException {
    Iterator<Segment> sealed = open.headMap(firstOpen).values().iterator();
    while (sealed.hasNext()) {
      sealed.next().close();
      sealed.remove();
    }
  }

  @Override
  public EvidenceSource read(long epoch) {
    return new SegmentSource(file(epoch), SegmentFormat.header(network, epoch));
  }

  @Override
  public void close() throws IOException {
    sealBefore(Long.MAX_VALUE);
  }

  private Path file(long epoch) {
    return folder.resolve(String.format(java.util.Locale.ROOT, "epoch-%010d.log", epoch));
  }
}
