package org.depinsdk.service.file;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.depinsdk.core.wire.v1.LoggedReport;

/** The open file of one epoch. Entries are gathered and become durable together at {@link #commit}. */
final class Segment implements Closeable {
  private static final Logger LOG = System.getLogger(Segment.class.getName());

  private final FileChannel channel;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final byte[] salt;
  private byte[] chain;

  private Segment(FileChannel channel, byte[] salt, byte[] chain) {
    this.channel = channel;
    this.salt = salt;
    this.chain = chain;
  }

  /**
   * Opens the segment of an epoch, or makes it. A frame that was cut short at the end is removed.
   *
   * @param found is given every entry that stands in the file, in order
   * @throws CorruptLogException if the file is damaged before its tail
   */
  static Segment open(Path file, byte[] header, Consumer<LoggedReport> found) throws IOException {
    boolean fresh = startsFresh(file, header);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (fresh) {
        channel.truncate(0);
        byte[] salt = SegmentFormat.salt(header);
        write(channel, header);
        write(channel, salt);
        channel.force(true);
        Disk.forceParent(file);
        return new Segment(channel, salt, SegmentFormat.chainStart(header, salt));
      }
      try (SegmentReader reader = new SegmentReader(file, header)) {
        for (byte[] payload = reader.next(); payload != null; payload = reader.next()) {
          found.accept(parse(file, reader.offset(), payload));
        }
        if (reader.damage() != null) {
          cutTail(file, channel, reader);
        }
        channel.position(reader.offset());
        return new Segment(channel, reader.salt(), reader.chain());
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Gathers an entry for the next commit. */
  void append(LoggedReport entry) {
    byte[] frame = SegmentFormat.frame(salt, chain, entry.toByteArray());
    chain = Arrays.copyOfRange(frame, frame.length - SegmentFormat.CHAIN_BYTES, frame.length);
    pending.writeBytes(frame);
  }

  /** Writes what was gathered and waits until it is on the disk. */
  void commit() throws IOException {
    if (pending.size() > 0) {
      write(channel, pending.toByteArray());
      pending.reset();
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  static LoggedReport parse(Path file, long offset, byte[] payload) throws CorruptLogException {
    try {
      return LoggedReport.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptLogException(
          file, offset, "the frame before holds no LoggedReport: " + e.getMessage());
    }
  }

  /** No frame is written before its header is durable, so a file without a whole header holds nothing. */
  private static boolean startsFresh(Path file, byte[] header) throws IOException {
    if (!Files.exists(file)) {
      return true;
    }
    if (Files.size(file) > header.length + SegmentFormat.SALT_BYTES) {
      return false;
    }
    byte[] found = Files.readAllBytes(file);
    int named = Math.min(found.length, header.length);
    return !Arrays.equals(Arrays.copyOf(found, named), header)
        || !SegmentFormat.isSalt(header, Arrays.copyOfRange(found, named, found.length));
  }

  private static void cutTail(Path file, FileChannel channel, SegmentReader reader)
      throws IOException {
    if (reader.wholeFrameFollows()) {
      throw new CorruptLogException(
          file,
          reader.offset(),
          reader.damage() + "; whole frames follow, so this is not a torn tail");
    }
    LOG.log(
        Level.WARNING,
        "{0}: torn tail cut, {1} bytes from byte {2} ({3}); nothing in them was acknowledged",
        file,
        Long.toString(channel.size() - reader.offset()),
        Long.toString(reader.offset()),
        reader.damage());
    channel.truncate(reader.offset());
    channel.force(true);
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
