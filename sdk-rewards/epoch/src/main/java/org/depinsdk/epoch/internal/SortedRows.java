package org.depinsdk.epoch.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows in order, in memory or in a file, read as often as needed and from any place. */
public abstract class SortedRows {
  private SortedRows() {}

  /** Reads rows from a place on. It holds nothing open. */
  public abstract static class Cursor {
    private Cursor() {}

    /**
     * The next row.
     *
     * @return the row, or null after the last one
     * @throws UncheckedIOException if the file cannot be read
     */
    public abstract byte @Nullable [] next();

    /** The place of the row that {@link #next} returns. */
    public abstract long place();
  }

  /**
   * Reads from a place on.
   *
   * @param place 0, or what {@link Cursor#place} gave
   * @return a cursor
   */
  public abstract Cursor from(long place);

  /**
   * Values made of the rows, one after the other.
   *
   * @param value makes a value of a row
   * @param <T> the values
   * @return can be iterated more than once; throws {@link UncheckedIOException} if the file cannot be read
   */
  public <T> Iterable<T> map(Function<byte[], T> value) {
    return () -> new Iterator<>() {
      private final Cursor cursor = from(0);
      private byte @Nullable [] next = cursor.next();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public T next() {
        byte[] row = next;
        if (row == null) {
          throw new NoSuchElementException();
        }
        next = cursor.next();
        return value.apply(row);
      }
    };
  }

  /** Rows in memory. */
  public static SortedRows of(List<byte[]> rows) {
    return new InMemory(rows);
  }

  /** Rows of a file that stays open as long as they are read. */
  public static SortedRows of(FileChannel file) {
    return new InFile(file);
  }

  private static final class InMemory extends SortedRows {
    private final List<byte[]> rows;

    InMemory(List<byte[]> rows) {
      this.rows = rows;
    }

    @Override
    public Cursor from(long place) {
      return new Cursor() {
        private int next = (int) place;

        @Override
        public byte @Nullable [] next() {
          return next < rows.size() ? rows.get(next++) : null;
        }

        @Override
        public long place() {
          return next;
        }
      };
    }
  }

  /** Each row in the file has its length in front of it, in four bytes. */
  private static final class InFile extends SortedRows {
    private static final int BUFFER = 1 << 16;
    private final FileChannel file;

    InFile(FileChannel file) {
      this.file = file;
    }

    @Override
    public Cursor from(long start) {
      return new Cursor() {
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
        private long place = start;
        private long read = start;

        @Override
        public byte @Nullable [] next() {
          try {
            while (buffer.remaining() < Integer.BYTES) {
              buffer.compact();
              int count = file.read(buffer, read);
              buffer.flip();
              if (count < 0) {
                return null;
              }
              read += count;
            }
            byte[] row = new byte[buffer.getInt()];
            int held = Math.min(row.length, buffer.remaining());
            buffer.get(row, 0, held);
            if (held < row.length) {
              readRest(ByteBuffer.wrap(row, held, row.length - held));
            }
            place += Integer.BYTES + (long) row.length;
            return row;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        private void readRest(ByteBuffer rest) throws IOException {
          while (rest.hasRemaining()) {
            int count = file.read(rest, read);
            if (count < 0) {
              throw new IOException("a work file ends within a row");
            }
            read += count;
          }
        }

        @Override
        public long place() {
          return place;
        }
      };
    }
  }
}
