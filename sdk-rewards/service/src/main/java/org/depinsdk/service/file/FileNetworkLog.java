package org.depinsdk.service.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.depinsdk.core.frames.CorruptFrameException;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.frames.FrameReader;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A log with one {@link FrameFile} for each segment, whose first frame is the state before it. Damage of a committed entry is a
 * {@link CorruptFrameException}: acknowledged reports may be gone, so restore the file from a copy.
 */
public final class FileNetworkLog implements NetworkLog, Closeable {
  private final Path folder;
  private final String network;
  private final HeadFile heads;
  private @Nullable FrameFile newest;
  private @Nullable FrameFile before;
  private long nextEpoch;

  private FileNetworkLog(Path folder, String network) throws IOException {
    this.folder = folder;
    this.network = network;
    this.heads = new HeadFile(folder.resolve("signed-head"));
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
    nextEpoch = firstOpen;
    while (Files.exists(file(nextEpoch))) {
      closeNewest();
      Path file = file(nextEpoch);
      boolean[] begun = new boolean[1];
      newest = FrameFile.open(file, header(nextEpoch), payload -> {
        if (begun[0]) {
          recovery.visit(LogFrames.entry(file, payload));
        } else {
          begun[0] = true;
          recovery.begin(LogFrames.state(file, payload));
        }
      });
      if (!begun[0]) {
        // its first commit never came: it is begun again
        closeNewest();
        newest = null;
        Files.delete(file);
        break;
      }
      nextEpoch++;
    }
    if (nextEpoch == firstOpen && firstOpen > 0) {
      throw new IOException(file(firstOpen) + " is missing; restore it from a copy");
    }
  }

  @Override
  public void begin(long epoch, State state) throws IOException {
    if (epoch != nextEpoch) {
      throw new IllegalStateException(
          "the next segment is that of epoch " + nextEpoch + ", not " + epoch);
    }
    if (before != null) {
      commit();
    }
    before = newest;
    newest = FrameFile.open(file(epoch), header(epoch), found -> {
      throw new IOException(file(epoch) + " is there already");
    });
    newest.append(state.encoded());
    nextEpoch++;
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
    for (long segment = epoch; Files.exists(file(segment)); segment++) {
      try (FrameReader reader = FrameReader.open(file(segment), header(segment))) {
        byte[] payload = reader.next();
        while (payload != null && (payload = reader.next()) != null) {
          Entry entry = LogFrames.entry(file(segment), payload);
          visitor.visit(entry);
          if (entry.epoch() == epoch
              && entry.record().filter(LogRecord.EpochClosed.class::isInstance).isPresent()) {
            return;
          }
        }
      }
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
