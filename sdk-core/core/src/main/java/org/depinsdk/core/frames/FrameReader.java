package org.depinsdk.core.frames;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a frame file frame by frame and checks every length, checksum and chain value on the way. Not safe for use by
 * several threads.
 */
public final class FrameReader implements Closeable {
  // holds any frame, and many of the usual ones
  private static final int WINDOW = 8 * FrameFormat.MAX_FRAME_BYTES;

  private final Path file;
  private final RandomAccessFile in;
  private final long size;
  private final byte[] header;
  private final byte[] salt;
  private final byte[] window;
  private long windowStart;
  private int windowLength;
  private long offset;
  // null behind damage: it cannot be checked there
  private byte @Nullable [] chain;
  private String fault = "";
  // whole by itself, so no write that was cut short has made it
  private boolean foreign;

  private FrameReader(Path file, RandomAccessFile in, byte[] header) throws IOException {
    this.file = file;
    this.in = in;
    this.size = in.length();
    this.header = header;
    this.window = new byte[(int) Math.min(size, WINDOW)];
    this.offset = header.length + FrameFormat.SALT_BYTES;
    this.salt = bytes(header.length, FrameFormat.SALT_BYTES);
    this.chain = FrameFormat.chainStart(header);
    if (!Arrays.equals(bytes(0, header.length), header) || !FrameFormat.isSalt(header, salt)) {
      throw new CorruptFrameException(file, 0, "its header is not the expected one");
    }
  }

  /**
   * Opens a file at its first frame.
   *
   * @param file the file
   * @param header what it begins with
   * @return the reader; the caller closes it
   * @throws CorruptFrameException if the header is another one
   * @throws IOException if the file cannot be read
   */
  public static FrameReader open(Path file, byte[] header) throws IOException {
    // not a channel: those are closed for good when a thread that uses them is interrupted
    RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
    try {
      return new FrameReader(file, in, header);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Goes to a frame. What follows is checked against the chain value that stands before it.
   *
   * @param frameOffset where a frame begins, an {@link #offset} or {@link FrameFile#length} of before
   * @throws IOException if the file cannot be read
   */
  public void seek(long frameOffset) throws IOException {
    long first = header.length + FrameFormat.SALT_BYTES;
    if (frameOffset < first || frameOffset > size) {
      throw new IllegalArgumentException(
          "frameOffset must be " + first + " to " + size + ", not " + frameOffset);
    }
    offset = frameOffset;
    fault = "";
    chain = frameOffset == first
        ? FrameFormat.chainStart(header)
        : bytes(frameOffset - FrameFormat.CHAIN_BYTES, FrameFormat.CHAIN_BYTES);
  }

  /**
   * The next payload.
   *
   * @return null at the end of the file
   * @throws CorruptFrameException if the frame at {@link #offset} is not whole or does not follow from those before
   * @throws IOException if the file cannot be read
   */
  public byte @Nullable [] next() throws IOException {
    byte[] payload = nextWhole();
    if (!fault.isEmpty()) {
      throw new CorruptFrameException(file, offset, fault);
    }
    return payload;
  }

  /** The next payload; null at the end of the file and at a damaged frame, which {@link #fault} tells apart. */
  byte @Nullable [] nextWhole() throws IOException {
    if (offset == size) {
      return null;
    }
    load(offset, FrameFormat.MAX_FRAME_BYTES);
    int at = (int) (offset - windowStart);
    fault = FrameFormat.fault(salt, window, at, windowLength);
    if (!fault.isEmpty()) {
      return null;
    }
    int begin = at + FrameFormat.PREFIX_BYTES;
    int end = begin + ByteBuffer.wrap(window).getInt(at);
    byte[] payload = Arrays.copyOfRange(window, begin, end);
    byte[] stored = Arrays.copyOfRange(window, end, end + FrameFormat.CHAIN_BYTES);
    if (chain != null) {
      if (!Arrays.equals(stored, FrameFormat.chain(chain, payload))) {
        fault = "the frame does not follow from the frames before, one is missing or another";
        foreign = true;
        return null;
      }
      chain = stored;
    }
    offset += end - at + FrameFormat.CHAIN_BYTES;
    return payload;
  }

  /** What is wrong with the frame at {@link #offset}; empty if nothing was found. */
  String fault() {
    return fault;
  }

  /**
   * Where the next frame begins.
   *
   * @return bytes from the start of the file
   */
  public long offset() {
    return offset;
  }

  /**
   * Goes to the first whole frame at or behind a damaged one, unless the damage may be a write that was cut short: a frame
   * behind that was written later shows that it is not. From there on the chain is not checked.
   *
   * @return false if the damage may be a write that was cut short; the reader has not moved then
   */
  boolean skipDamage() throws IOException {
    if (!foreign && wholeFrame(offset, offset + 1) < 0) {
      return false;
    }
    foreign = false;
    offset = wholeFrame(offset, 0);
    chain = null;
    fault = "";
    return true;
  }

  // where the first whole frame at or behind a place lies whose group begins at or behind another
  // one; -1 if there is none
  private long wholeFrame(long from, long leastGroup) throws IOException {
    for (long place = from; place + FrameFormat.MIN_FRAME_BYTES <= size; place++) {
      load(place, FrameFormat.MAX_FRAME_BYTES);
      int at = (int) (place - windowStart);
      if (FrameFormat.fault(salt, window, at, windowLength).isEmpty()
          && ByteBuffer.wrap(window).getLong(at + Integer.BYTES) >= leastGroup) {
        return place;
      }
    }
    return -1;
  }

  byte[] salt() {
    return salt.clone();
  }

  /** The chain value of the frame before {@link #offset}. */
  byte[] chain() {
    if (chain == null) {
      throw new IllegalStateException("behind damage there is no chain");
    }
    return chain.clone();
  }

  private byte[] bytes(long from, int length) throws IOException {
    load(from, length);
    int at = (int) (from - windowStart);
    return Arrays.copyOfRange(window, at, Math.max(at, Math.min(windowLength, at + length)));
  }

  // makes the window hold so many bytes from a place on, or all up to the end of the file
  private void load(long from, int length) throws IOException {
    long until = Math.min(size, from + length);
    if (windowLength > 0 && from >= windowStart && until <= windowStart + windowLength) {
      return;
    }
    windowStart = from;
    windowLength = (int) Math.max(0, Math.min(window.length, size - from));
    in.seek(from);
    in.readFully(window, 0, windowLength);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
