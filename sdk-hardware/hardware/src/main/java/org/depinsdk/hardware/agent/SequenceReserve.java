package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.depinsdk.core.frames.DurableFiles;

/**
 * Remembers which sequence numbers may have been used, in a file of its own: the number from which a new start must count.
 * Numbers are reserved in blocks before they are used, so a start after a crash skips the rest of a block, and a queue file
 * that lost its end (worn flash cards do that) does not bring a number back.
 */
final class SequenceReserve {
  static final int BLOCK = 256;

  private final Path file;
  private long next;
  private long reserved;

  private SequenceReserve(Path file, long next) {
    this.file = file;
    this.next = next;
    this.reserved = next;
  }

  /**
   * Opens the reserve.
   *
   * @param atLeast lowest number to give, from what else is known
   */
  static SequenceReserve open(Path file, long atLeast) throws IOException {
    long next = atLeast;
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (bytes.length != 12 || crc(in.getLong(0)) != in.getInt(8) || in.getLong(0) < 1) {
        throw new IOException(
            file + " is damaged; remove it to go on from the numbers in the queue file itself");
      }
      next = Math.max(next, in.getLong(0));
    }
    return new SequenceReserve(file, next);
  }

  /** A number that was never given before and never will be again. */
  long take() throws IOException {
    if (next >= reserved) {
      if (next > Long.MAX_VALUE - BLOCK) {
        throw new IOException(file + " has no numbers left above " + next
            + "; no device counts that far, so the queue file is not its own");
      }
      long until = next + BLOCK;
      store(until);
      reserved = until;
    }
    return next++;
  }

  /** The next number. */
  long next() {
    return next;
  }

  /** Gives back what is left of the block. */
  void settle() throws IOException {
    if (next < reserved) {
      store(next);
      reserved = next;
    }
  }

  private void store(long value) throws IOException {
    DurableFiles.write(
        file, ByteBuffer.allocate(12).putLong(value).putInt(crc(value)).array());
  }

  private static int crc(long value) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(value).flip());
    return (int) crc.getValue();
  }
}
