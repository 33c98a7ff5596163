package org.depinsdk.service.file;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.core.frames.CorruptFrameException;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.frames.FrameReader;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.ReportLog;

/**
 * A log with one {@link FrameFile} for each epoch. Damage of a committed entry is a {@link CorruptFrameException}: acknowledged
 * reports may be gone, so restore the file from a copy.
 */
public final class FileReportLog implements ReportLog, Closeable {
  private static final Pattern NAME = Pattern.compile("epoch-([0-9]{10,18})\\.log");

  private final Path folder;
  private final String network;
  private final TreeMap<Long, FrameFile> open = new TreeMap<>();

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
              FrameFile.open(
                  file, header(epoch), payload -> visitor.visit(epoch, entry(file, payload))));
        }
      }
    }
  }

  @Override
  public void append(long epoch, LoggedReport entry) throws IOException {
    FrameFile segment = open.get(epoch);
    if (segment == null) {
      segment = FrameFile.open(file(epoch), header(epoch), found -> {
        throw new IllegalStateException("epoch " + epoch + " is sealed");
      });
      open.put(epoch, segment);
    }
    segment.append(entry.toByteArray());
  }

  @Override
  public void commit() throws IOException {
    for (FrameFile segment : open.values()) {
      segment.commit();
    }
  }

  @Override
  public void sealBefore(long firstOpen) throws IOException {
    Iterator<FrameFile> sealed = open.headMap(firstOpen).values().iterator();
    while (sealed.hasNext()) {
      sealed.next().close();
      sealed.remove();
    }
  }

  @Override
  public EvidenceSource read(long epoch) {
    return new SealedEpoch(file(epoch), header(epoch));
  }

  @Override
  public void close() throws IOException {
    sealBefore(Long.MAX_VALUE);
  }

  private Path file(long epoch) {
    return folder.resolve(String.format(Locale.ROOT, "epoch-%010d.log", epoch));
  }

  private byte[] header(long epoch) {
    return header(network, epoch);
  }

  static byte[] header(String network, long epoch) {
    return ("depin-report-log/2 " + network + " " + epoch + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static LoggedReport entry(Path file, byte[] payload) throws IOException {
    try {
      return LoggedReport.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " holds a frame that is no LoggedReport: " + e.getMessage(), e);
    }
  }

  /** A sealed epoch as evidence. Unlike at start, damage at its end is damage: it was whole when it was sealed. */
  private record SealedEpoch(Path file, byte[] header) implements EvidenceSource {
    @Override
    public void forEach(Visitor visitor) throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      try (FrameReader reader = FrameReader.open(file, header)) {
        for (byte[] payload = reader.next(); payload != null; payload = reader.next()) {
          visitor.visit(entry(file, payload));
        }
      }
    }

    @Override
    public long sizeBytes() throws IOException {
      return Files.exists(file) ? Files.size(file) : 0;
    }
  }
}
