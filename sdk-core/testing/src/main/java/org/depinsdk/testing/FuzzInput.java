package org.depinsdk.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a fuzzer's input into parts. It takes any bytes: a part that goes beyond the end is shorter, a number beyond the
 * end is 0. {@link #blocks} puts parts together in the same way, for the seeds.
 */
public final class FuzzInput {
  private final ByteBuffer data;

  /**
   * An input.
   *
   * @param data from the fuzzer
   */
  public FuzzInput(byte[] data) {
    this.data = ByteBuffer.wrap(data);
  }

  /**
   * Whether something is left.
   *
   * @return false at the end
   */
  public boolean hasMore() {
    return data.hasRemaining();
  }

  /**
   * The next byte as a number.
   *
   * @return 0 to 255
   */
  public int octet() {
    return data.hasRemaining() ? data.get() & 0xff : 0;
  }

  /**
   * The next two bytes as a number, the high one first.
   *
   * @return 0 to 65,535
   */
  public int twoOctets() {
    return octet() << 8 | octet();
  }

  /**
   * The next part: two bytes of length, then so many bytes.
   *
   * @return the part
   */
  public byte[] block() {
    return take(twoOctets());
  }

  /**
   * The next bytes.
   *
   * @param length how many
   * @return as many as are left, at most {@code length}
   */
  public byte[] take(int length) {
    byte[] block = new byte[Math.min(length, data.remaining())];
    data.get(block);
    return block;
  }

  /**
   * All that is left.
   *
   * @return the bytes
   */
  public byte[] rest() {
    return take(data.remaining());
  }

  /**
   * Parts as {@link #block} reads them.
   *
   * @param parts at most 65,535 bytes each
   * @return the bytes
   */
  public static byte[] blocks(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      if (part.length > 0xffff) {
        throw new IllegalArgumentException("a part of " + part.length + " bytes, at most 65535");
      }
      out.write(part.length >> 8);
      out.write(part.length);
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /**
   * Bytes put together.
   *
   * @param parts in their order
   * @return all of them
   */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
