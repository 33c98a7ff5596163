package org.depinsdk.service.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the newest signed head: two slots that are written in turn, so that a write that is cut short leaves the head before.
 *
 * <pre>
 * slot   size:i64  root:32 bytes  crc:i32 (CRC-32C of size and root)
 * </pre>
 */
final class HeadFile implements Closeable {
  private static final int CHECKED_BYTES = Long.BYTES + TreeHash.BYTES;
  private static final int SLOT_BYTES = CHECKED_BYTES + Integer.BYTES;

  private final Path file;
  private @Nullable RandomAccessFile out;
  private int slot;

  HeadFile(Path file) {
    this.file = file;
  }

  void write(TreeHead head) throws IOException {
    RandomAccessFile open = out;
    if (open == null) {
      open = new RandomAccessFile(file.toFile(), "rw");
      out = open;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(SLOT_BYTES).putLong(head.size()).put(head.root().bytes());
    bytes.putInt(crc(bytes.array(), 0));
    open.seek((long) slot * SLOT_BYTES);
    open.write(bytes.array());
    slot = 1 - slot;
  }

  Optional<TreeHead> read() throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    Optional<TreeHead> newest = Optional.empty();
    for (int at = 0; at + SLOT_BYTES <= bytes.length; at += SLOT_BYTES) {
      ByteBuffer found = ByteBuffer.wrap(bytes, at, SLOT_BYTES);
      long size = found.getLong();
      if (size > newest.map(TreeHead::size).orElse(0L)
          && crc(bytes, at) == found.getInt(at + CHECKED_BYTES)) {
        newest = Optional.of(
            new TreeHead(size, TreeHash.of(bytes, at + Long.BYTES, at + CHECKED_BYTES)));
        // the next write spares the newest
        slot = at == 0 ? 1 : 0;
      }
    }
    return newest;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  private static int crc(byte[] bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
