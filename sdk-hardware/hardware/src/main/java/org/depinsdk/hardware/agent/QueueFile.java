package org.depinsdk.hardware.agent;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.depinsdk.core.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of checked records. A record is its length (4 bytes), the CRC-32C of length, type and payload (4), a
 * type (1) and the payload; length counts type and payload. A record is there when {@link #append} has returned. What a
 * crash left of a record that was being written is cut off when the file is opened, and kept in a {@code .cut} file.
 */
final class QueueFile implements AutoCloseable {
  static final int FRAME = 9;
  static final int MAX_PAYLOAD = Report.MAX_BODY_BYTES + 64;

  private static final byte[] MAGIC = {'D', 'e', 'P', 'I', 'N', 'q', '1', '\n'};

  /** One record. */
  record Entry(byte type, byte[] payload) {
    int size() {
      return FRAME + payload.length;
    }
  }

  private final Path file;
  private final long cutBytes;
  // not a channel: those are closed for good when a thread that uses them is interrupted
  private RandomAccessFile out;
  private long length;
  private boolean broken;

  private QueueFile(Path file, RandomAccessFile out, long length, long cutBytes) {
    this.file = file;
    this.out = out;
    this.length = length;
    this.cutBytes = cutBytes;
  }

  /** Makes a file with these records in one step that a crash cannot tear. */
  static QueueFile create(Path file, List<Entry> entries) throws IOException {
    QueueFile fresh = written(file, entries);
    try {
      fresh.install();
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    return fresh;
  }

  // the records under another name, on disk; what is open stays open when the file gets its own
  // name
  private static QueueFile written(Path file, List<Entry> entries) throws IOException {
    RandomAccessFile out = new RandomAccessFile(sibling(file, ".new").toFile(), "rw");
    try {
      out.setLength(0);
      out.write(MAGIC);
      for (Entry entry : entries) {
        out.write(framed(List.of(entry)));
      }
      out.getFD().sync();
      return new QueueFile(file, out, out.getFilePointer(), 0);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private void install() throws IOException {
    Files.move(
        sibling(file, ".new"),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceFolder(file);
  }

  /** Opens a file and adds its whole records to a list. Nothing is changed before {@link #cut}. */
  static QueueFile open(Path file, List<Entry> entries) throws IOException {
    long good = read(file, entries);
    long size = Files.size(file);
    return new QueueFile(file, new RandomAccessFile(file.toFile(), "rw"), good, size - good);
  }

  /** Cuts off what is not a whole record. */
  void cut() throws IOException {
    if (cutBytes > 0) {
      keepTail(file, length);
      out.setLength(length);
      out.getFD().sync();
    }
  }

  /** Adds records, all or none, and returns when they are on disk. */
  void append(List<Entry> entries) throws IOException {
    if (broken) {
      throw new IOException("the queue file " + file + " failed before; open it again");
    }
    try {
      byte[] bytes = framed(entries);
      out.seek(length);
      out.write(bytes);
      out.getFD().sync();
      length += bytes.length;
    } catch (IOException e) {
      undo(e);
      throw e;
    }
  }

  long length() {
    return length;
  }

  long cutBytes() {
    return cutBytes;
  }

  /** Replaces the content by these records. Where that fails for want of space, all is as before. */
  void rewrite(List<Entry> entries) throws IOException {
    QueueFile fresh = written(file, entries);
    RandomAccessFile old = out;
    out = fresh.out;
    length = fresh.length;
    try (old) {
      fresh.install();
    } catch (IOException e) {
      // which of the two files has the name now is not known: nothing more may be written
      broken = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  // after a failed write the file must end where it ended before, or nothing more may be written
  // behind the debris
  private void undo(IOException failure) {
    try {
      out.setLength(length);
      out.getFD().sync();
    } catch (IOException e) {
      broken = true;
      failure.addSuppressed(e);
    }
  }

  private static long read(Path file, List<Entry> entries) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        DataInputStream in = new DataInputStream(stream)) {
      byte[] magic = in.readNBytes(MAGIC.length);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new IOException(
            file + " is not a report queue: its first 8 bytes differ; move it away to begin anew");
      }
      long good = MAGIC.length;
      while (true) {
        Entry entry = readEntry(in);
        if (entry == null) {
          return good;
        }
        entries.add(entry);
        good += entry.size();
      }
    }
  }

  private static @Nullable Entry readEntry(DataInputStream in) throws IOException {
    try {
      int size = in.readInt();
      int crc = in.readInt();
      if (size < 1 || size > MAX_PAYLOAD + 1) {
        return null;
      }
      byte type = in.readByte();
      byte[] payload = in.readNBytes(size - 1);
      return payload.length == size - 1 && crc(type, payload) == crc
          ? new Entry(type, payload)
          : null;
    } catch (EOFException e) {
      return null;
    }
  }

  private static byte[] framed(List<Entry> entries) {
    ByteBuffer out = ByteBuffer.allocate(entries.stream().mapToInt(Entry::size).sum());
    for (Entry entry : entries) {
      out.putInt(entry.payload().length + 1)
          .putInt(crc(entry.type(), entry.payload()))
          .put(entry.type())
          .put(entry.payload());
    }
    return out.array();
  }

  private static int crc(byte type, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(5).putInt(payload.length + 1).put(type).flip());
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }

  private static void keepTail(Path file, long from) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      Files.copy(in, sibling(file, ".cut"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Flushes the folder of a file, so that its name is on disk too. */
  static void forceFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !File.separator.equals("/")) {
      return; // only systems of the Unix kind let a program flush a folder
    }
    // folders can be flushed through channels only, and an interrupted thread cannot use those
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
