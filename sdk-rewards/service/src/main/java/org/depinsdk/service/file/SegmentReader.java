package org.depinsdk.service.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a segment frame by frame and checks every length, checksum and chain value on the way. */
final class SegmentReader implements Closeable {
  private final Path file;
  private final long size;
  private final DataInputStream in;
  private final byte[] salt;
  private long offset;
  private byte[] chain;
  private @Nullable String damage;

  /**
   * Opens a segment whose header must be whole.
   *
   * @throws CorruptLogException if the header is not the one of this network and epoch
   */
  SegmentReader(Path file, byte[] header) throws IOException {
    this.file = file;
    this.size = Files.size(file);
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    byte[] found = in.readNBytes(header.length);
    this.salt = in.readNBytes(SegmentFormat.SALT_BYTES);
    if (!Arrays.equals(found, header) || !SegmentFormat.isSalt(header, salt)) {
      in.close();
      throw new CorruptLogException(
          file, 0, "its header is not that of this network, epoch and format version");
    }
    this.offset = header.length + salt.length;
    this.chain = SegmentFormat.chainStart(header, salt);
  }

  /**
   * The next payload.
   *
   * @return null at the end of the file and at a damaged frame, which {@link #damage} tells apart
   */
  byte @Nullable [] next() throws IOException {
    long left = size - offset;
    if (damage != null || left == 0) {
      return null;
    }
    if (left < SegmentFormat.PREFIX_BYTES) {
      return damaged("only " + left + " bytes of a frame's first 8");
    }
    int length = in.readInt();
    int crc = in.readInt();
    if (length < 1 || length > SegmentFormat.MAX_PAYLOAD_BYTES) {
      return damaged(
          "a frame's length is 1 to " + SegmentFormat.MAX_PAYLOAD_BYTES + ", not " + length);
    }
    int whole = SegmentFormat.PREFIX_BYTES + length + SegmentFormat.CHAIN_BYTES;
    if (left < whole) {
      return damaged("only " + left + " bytes of a frame of " + whole);
    }
    byte[] frame = new byte[SegmentFormat.PREFIX_BYTES + length];
    ByteBuffer.wrap(frame).putInt(length).putInt(crc);
    in.readFully(frame, SegmentFormat.PREFIX_BYTES, length);
    byte[] payload = Arrays.copyOfRange(frame, SegmentFormat.PREFIX_BYTES, frame.length);
    if (SegmentFormat.crc(salt, payload) != crc) {
      return damaged("the frame's checksum does not fit its bytes");
    }
    byte[] expected = SegmentFormat.chain(chain, frame, frame.length);
    if (!Arrays.equals(expected, in.readNBytes(SegmentFormat.CHAIN_BYTES))) {
      return damaged("the frame's chain value does not follow from the frames before");
    }
    chain = expected;
    offset += whole;
    return payload;
  }

  /** Where the next frame begins; at a damaged frame, where that one begins. */
  long offset() {
    return offset;
  }

  /** The salt of the header. */
  byte[] salt() {
    return salt.clone();
  }

  /** The chain value of the last whole frame. */
  byte[] chain() {
    return chain.clone();
  }

  /** What is wrong with the frame at {@link #offset}, null where nothing is. */
  @Nullable
  String damage() {
    return damage;
  }

  /**
   * Whether a whole frame begins anywhere behind the damaged one. If so, the damage is not a write that was cut short.
   */
  boolean wholeFrameFollows() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int most = SegmentFormat.PREFIX_BYTES + SegmentFormat.MAX_PAYLOAD_BYTES;
      int smallest = SegmentFormat.PREFIX_BYTES + 1 + SegmentFormat.CHAIN_BYTES;
      for (long at = offset + 1; at + smallest <= size; at++) {
        ByteBuffer prefix = read(channel, at, SegmentFormat.PREFIX_BYTES);
        int length = prefix.getInt();
        if (length >= 1
            && length <= most - SegmentFormat.PREFIX_BYTES
            && at + SegmentFormat.PREFIX_BYTES + length + SegmentFormat.CHAIN_BYTES <= size) {
          ByteBuffer payload = read(channel, at + SegmentFormat.PREFIX_BYTES, length);
          if (SegmentFormat.crc(salt, payload.array()) == prefix.getInt()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("the file ends at byte " + (at + bytes.position()));
      }
    }
    return bytes.flip();
  }

  private byte @Nullable [] damaged(String what) {
    damage = what;
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
