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

/**
 * Every report that came in, accepted or refused, in the order in which the network decided: one segment file for each
 * epoch. Written by one thread; a sealed epoch may be read by any.
 */
public final class ReportLog implements Closeable {
  private static final Pattern NAME = Pattern.compile("epoch-([0-9]{10,18})\\.log");

  private final Path folder;
  private final String network;
  private final TreeMap<Long, Segment> open = new TreeMap<>();

  private ReportLog(Path folder, String network) {
    this.folder = folder;
    this.network = network;
  }

  /** Is shown the entries that stood in the log when it was opened. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One entry.
     *
     * @param epoch in which epoch's segment it stands
     * @param entry the entry
     */
    void visit(long epoch, LoggedReport entry);
  }

  /**
   * Opens the log and repairs torn tails.
   *
   * @param folder where the segments lie; made where absent
   * @param network the network's name, part of each header
   * @param firstOpen the first epoch that is not settled; older segments stay closed
   * @param visitor is shown each entry of the epochs from {@code firstOpen} on
   * @return the log
   * @throws IOException if a file cannot be read or is damaged ({@link CorruptLogException})
   */
  public static ReportLog open(Path folder, String network, long firstOpen, Visitor visitor)
      throws IOException {
    Files.createDirectories(folder);
    ReportLog log = new ReportLog(folder, network);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) >= firstOpen) {
          long epoch = Long.parseLong(name.group(1));
          log.open.put(
              epoch,
              Segment.open(
                  file,
                  SegmentFormat.header(network, epoch),
                  entry -> visitor.visit(epoch, entry)));
        }
      }
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  /**
   * Gathers an entry for the next commit.
   *
   * @param epoch in which epoch's segment it goes; not sealed
   * @param entry the entry
   * @throws IOException if a new segment could not be made
   */
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

  /**
   * Makes everything gathered durable.
   *
   * @throws IOException if the disk failed; what was gathered may then be there or not, and the log must be opened anew
   */
  public void commit() throws IOException {
    for (Segment segment : open.values()) {
      segment.commit();
    }
  }

  /**
   * Ends writing to old epochs. They must be committed.
   *
   * @param firstOpen the first epoch that may still be written
   * @throws IOException if a file could not be closed
   */
  public void sealBefore(long firstOpen) throws IOException {
    Iterator<Segment> sealed = open.headMap(firstOpen).values().iterator();
    while (sealed.hasNext()) {
      sealed.next().close();
      sealed.remove();
    }
  }

  /**
   * An epoch's entries, in the order in which they were decided. Each reading checks every frame.
   *
   * @param epoch a sealed epoch
   * @return the entries; none where the epoch has no segment
   */
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
