package org.depinsdk.core.frames;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.depinsdk.core.internal.Digests;

/**
 * How a frame file is laid out; all numbers are big-endian.
 *
 * <pre>
 * file    header (the caller's)  salt  frames
 * salt    16 random bytes  crc:i32 (CRC-32C of header and random bytes)
 * frame   length:i32 (of the payload)  group:i64  crc:i32 (CRC-32C of salt and of all else)  payload  chain:32 bytes
 * group   where the first frame of the same commit begins: all before it had been flushed when this frame was written
 * chain   SHA-256 of the chain value before and the payload; the first one follows SHA-256 of the header
 * </pre>
 *
 * The salt is random so that nobody can send a payload whose bytes look like a frame of their own.
 */
final class FrameFormat {
  static final int PREFIX_BYTES = 16;
  static final int CHAIN_BYTES = 32;
  static final int SALT_BYTES = 20;
  static final int MIN_FRAME_BYTES = PREFIX_BYTES + 1 + CHAIN_BYTES;
  static final int MAX_FRAME_BYTES = PREFIX_BYTES + FrameFile.MAX_PAYLOAD_BYTES + CHAIN_BYTES;

  private static final int RANDOM_BYTES = SALT_BYTES - Integer.BYTES;

  private FrameFormat() {}

  static byte[] newSalt(byte[] header) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return salt(header, random);
  }

  static boolean isSalt(byte[] header, byte[] salt) {
    return salt.length == SALT_BYTES
        && Arrays.equals(salt, salt(header, Arrays.copyOf(salt, RANDOM_BYTES)));
  }

  private static byte[] salt(byte[] header, byte[] random) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(random);
    return ByteBuffer.allocate(SALT_BYTES)
        .put(random)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] chainStart(byte[] header) {
    return Digests.sha256(header);
  }

  static byte[] chain(byte[] before, byte[] payload) {
    return Digests.sha256(before, payload);
  }

  /** A frame; its last bytes are the chain value of the frame after it. */
  static byte[] frame(byte[] salt, long group, byte[] payload, byte[] chain) {
    ByteBuffer frame = ByteBuffer.allocate(PREFIX_BYTES + payload.length + CHAIN_BYTES)
        .putInt(payload.length)
        .putLong(group)
        .putInt(0)
        .put(payload)
        .put(chain);
    return frame
        .putInt(PREFIX_BYTES - Integer.BYTES, crc(salt, frame.array(), 0))
        .array();
  }

  /** The checksum of a frame that begins at a place in an array and is whole there. */
  static int crc(byte[] salt, byte[] bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(salt);
    crc.update(bytes, at, PREFIX_BYTES - Integer.BYTES);
    crc.update(bytes, at + PREFIX_BYTES, ByteBuffer.wrap(bytes).getInt(at) + CHAIN_BYTES);
    return (int) crc.getValue();
  }

  /** What is wrong with the frame at a place in an array by itself; empty if nothing is. */
  static String fault(byte[] salt, byte[] bytes, int at, int end) {
    if (end - at < PREFIX_BYTES) {
      return "only " + (end - at) + " bytes of a frame's first " + PREFIX_BYTES;
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    int length = frame.getInt(at);
    if (length < 1 || length > FrameFile.MAX_PAYLOAD_BYTES) {
      return "a frame's length is 1 to " + FrameFile.MAX_PAYLOAD_BYTES + ", not " + length;
    }
    int whole = PREFIX_BYTES + length + CHAIN_BYTES;
    if (end - at < whole) {
      return "only " + (end - at) + " bytes of a frame of " + whole;
    }
    return crc(salt, bytes, at) == frame.getInt(at + PREFIX_BYTES - Integer.BYTES)
        ? ""
        : "the frame's checksum does not fit its bytes";
  }
}
