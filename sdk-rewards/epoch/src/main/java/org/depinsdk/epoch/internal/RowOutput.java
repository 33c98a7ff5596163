package org.depinsdk.epoch.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a file of rows, each with its length in front, for {@link SortedRows#of(java.nio.channels.FileChannel)}. */
public final class RowOutput implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final OutputStream file;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /**
   * Makes a file.
   *
   * @param file the file, which must not exist
   * @throws IOException if it cannot be made
   */
  public RowOutput(Path file) throws IOException {
    this.file = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
  }

  /**
   * Adds a row.
   *
   * @param row any bytes
   * @throws IOException if the file cannot be written
   */
  public void add(byte[] row) throws IOException {
    int size = Integer.BYTES + row.length;
    if (buffer.remaining() < size) {
      flush();
      if (buffer.capacity() < size) {
        buffer = ByteBuffer.allocate(size);
      }
    }
    buffer.putInt(row.length).put(row);
  }

  private void flush() throws IOException {
    file.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }
}
