package org.depinsdk.core.frames;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only file of checked frames. Payloads are gathered by {@link #append} and become durable together at {@link
 * #commit}; after a crash every payload that was committed is there.
 *
 * <p>When the file is opened, a frame that was being written at a crash is cut off. That can be told from other damage,
 * because each frame says what had been flushed before it: damage in front of that is an error ({@link #open}), or is left
 * out ({@link #salvage}). Removed bytes are kept in a file of the same name and the suffix {@code .cut}. Not safe for use by
 * several threads.
 *
 * <p>This is written here and not taken from a library: the known ones either are whole databases or cut everything behind the
 * first damaged byte.
 */
public final class FrameFile implements Closeable {
  /** The largest payload; the smallest has one byte. */
  public static final int MAX_PAYLOAD_BYTES = 128 * 1024;

  private static final Logger LOG = System.getLogger(FrameFile.class.getName());

  /** Is shown the payloads that are in a file. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One payload.
     *
     * @param payload the visitor may keep it
     * @throws IOException if it makes no sense; the file is then not opened and left as it is
     */
    void visit(byte[] payload) throws IOException;
  }

  /** An open file and what the next frame in it needs. */
  private record Content(RandomAccessFile out, byte[] salt, long length, byte[] chain) {}

  private final Path file;
  private final byte[] header;
  private final long removedBytes;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private byte[] pendingChain;
  private Content content;
  private boolean broken;

  private FrameFile(Path file, byte[] header, Content content, long removedBytes) {
    this.file = file;
    this.header = header;
    this.content = content;
    this.pendingChain = content.chain();
    this.removedBytes = removedBytes;
  }

  /**
   * Opens a file, or makes it. What a crash left of its last commit is cut off.
   *
   * @param file the file; its folder exists
   * @param header what it begins with: it should name format, version and owner
   * @param visitor is shown every payload, in order
   * @return the file; the caller closes it
   * @throws CorruptFrameException if the header is another one, or a frame is damaged that had been committed; the file is
   *     left as it is
   * @throws IOException if the file cannot be used
   */
  public static FrameFile open(Path file, byte[] header, Visitor visitor) throws IOException {
    return open(file, header, visitor, false);
  }

  /**
   * Opens a file, or makes it. Whatever is damaged is left out, and every whole frame kept.
   *
   * @param file the file; its folder exists
   * @param header what it begins with: it should name format, version and owner
   * @param visitor is shown every whole payload, in order
   * @return the file; the caller closes it
   * @throws CorruptFrameException if the header is another one; the file is left as it is
   * @throws IOException if the file cannot be used
   */
  public static FrameFile salvage(Path file, byte[] header, Visitor visitor) throws IOException {
    return open(file, header, visitor, true);
  }

  private static FrameFile open(Path file, byte[] header, Visitor visitor, boolean salvage)
      throws IOException {
    // a file gets its name when its header is on the disk, so an empty one has lost what it held
    if (!Files.exists(file) || (salvage && Files.size(file) == 0)) {
      return created(file, header, List.of(), 0);
    }
    try (FrameReader reader = FrameReader.open(file, header)) {
      long damage = -1;
      long removed = 0;
      boolean gap = false;
      visitAll(reader, visitor);
      while (!reader.fault().isEmpty()) {
        long at = reader.offset();
        String fault = reader.fault();
        damage = damage < 0 ? at : damage;
        if (!reader.skipDamage()) {
          removed += Files.size(file) - at;
          break;
        }
        if (!salvage) {
          throw new CorruptFrameException(
              file, at, fault + "; this is not a write that was cut short");
        }
        gap = true;
        removed += reader.offset() - at;
        visitAll(reader, visitor);
      }
      if (damage >= 0) {
        keep(file, damage);
        LOG.log(
            Level.WARNING,
            "{0}: {1} bytes from byte {2} on were not whole frames; removed, and kept in {3}",
            file,
            Long.toString(removed),
            Long.toString(damage),
            DurableFiles.sibling(file, ".cut"));
      }
      if (gap) {
        return created(file, header, wholePayloads(file, header), removed);
      }
      RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
      Content content = new Content(out, reader.salt(), reader.offset(), reader.chain());
      FrameFile opened = new FrameFile(file, header, content, removed);
      if (damage >= 0) {
        opened.closeIfFailed(opened::truncate);
      }
      return opened;
    }
  }

  /**
   * Gathers a payload for the next commit.
   *
   * @param payload 1 to {@value #MAX_PAYLOAD_BYTES} bytes
   */
  public void append(byte[] payload) {
    if (payload.length < 1 || payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a payload has 1 to " + MAX_PAYLOAD_BYTES + " bytes, not " + payload.length);
    }
    pendingChain = FrameFormat.chain(pendingChain, payload);
    pending.writeBytes(FrameFormat.frame(content.salt(), content.length(), payload, pendingChain));
  }

  /**
   * Writes what was gathered and returns when it is on the disk.
   *
   * @throws IOException if the disk fails; what was gathered is forgotten
   */
  public void commit() throws IOException {
    byte[] bytes = pending.toByteArray();
    byte[] chain = pendingChain;
    pending.reset();
    pendingChain = content.chain();
    if (bytes.length == 0) {
      return;
    }
    checkUsable();
    try {
      content.out().seek(content.length());
      content.out().write(bytes);
      content.out().getFD().sync();
    } catch (IOException e) {
      try {
        // the file must end where it ended before: nothing may be written behind half a frame
        truncate();
      } catch (IOException second) {
        broken = true;
        e.addSuppressed(second);
      }
      throw e;
    }
    content = new Content(content.out(), content.salt(), content.length() + bytes.length, chain);
    pendingChain = chain;
  }

  /**
   * Replaces all that the file holds in one step that a crash cannot tear. What was gathered is forgotten.
   *
   * @param payloads the new content
   * @throws IOException if the disk fails; if it is only full, all is as before
   */
  public void rewrite(List<byte[]> payloads) throws IOException {
    checkUsable();
    Content fresh = written(file, header, payloads);
    try (RandomAccessFile old = content.out()) {
      content = fresh;
      pendingChain = fresh.chain();
      pending.reset();
      install();
    }
  }

  /**
   * How long the file is.
   *
   * @return bytes, those that wait for a commit not counted
   */
  public long length() {
    return content.length();
  }

  /**
   * The chain value of the last committed frame: one hash of the header and of every payload in order.
   *
   * @return 32 bytes
   */
  public byte[] chain() {
    return content.chain().clone();
  }

  /**
   * How much was removed when the file was opened.
   *
   * @return bytes; 0 if the file was whole
   */
  public long removedBytes() {
    return removedBytes;
  }

  /** Closes the file. What was gathered and not committed is forgotten. Idempotent. */
  @Override
  public void close() throws IOException {
    content.out().close();
  }

  private void checkUsable() throws IOException {
    if (broken) {
      throw new IOException(file + " failed before; open it again");
    }
  }

  private void truncate() throws IOException {
    content.out().setLength(content.length());
    content.out().getFD().sync();
  }

  private void install() throws IOException {
    try {
      DurableFiles.install(DurableFiles.sibling(file, ".new"), file);
    } catch (IOException e) {
      // which of the two files has the name now is not known: nothing more may be written
      broken = true;
      throw e;
    }
  }

  private static FrameFile created(
      Path file, byte[] header, List<byte[]> payloads, long removedBytes) throws IOException {
    FrameFile created = new FrameFile(file, header, written(file, header, payloads), removedBytes);
    created.closeIfFailed(created::install);
    return created;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void closeIfFailed(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  // under another name, on the disk; what is open stays open when the file gets its own name
  private static Content written(Path file, byte[] header, List<byte[]> payloads)
      throws IOException {
    RandomAccessFile out =
        new RandomAccessFile(DurableFiles.sibling(file, ".new").toFile(), "rw");
    try {
      byte[] salt = FrameFormat.newSalt(header);
      byte[] chain = FrameFormat.chainStart(header);
      out.setLength(0);
      out.write(header);
      out.write(salt);
      long group = out.getFilePointer();
      for (byte[] payload : payloads) {
        chain = FrameFormat.chain(chain, payload);
        out.write(FrameFormat.frame(salt, group, payload, chain));
      }
      out.getFD().sync();
      return new Content(out, salt, out.getFilePointer(), chain);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private static void visitAll(FrameReader reader, Visitor visitor) throws IOException {
    for (byte[] payload = reader.nextWhole(); payload != null; payload = reader.nextWhole()) {
      visitor.visit(payload);
    }
  }

  private static List<byte[]> wholePayloads(Path file, byte[] header) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(file, header)) {
      do {
        visitAll(reader, payloads::add);
      } while (!reader.fault().isEmpty() && reader.skipDamage());
    }
    return payloads;
  }

  private static void keep(Path file, long from) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      Files.copy(in, DurableFiles.sibling(file, ".cut"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
