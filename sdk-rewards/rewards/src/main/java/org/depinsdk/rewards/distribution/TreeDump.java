package org.depinsdk.rewards.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a tree as OpenZeppelin's library loads it, without an object for each node: a large one has gigabytes. */
final class TreeDump {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 13];
  private int filled;

  TreeDump(OutputStream out) {
    this.out = out;
  }

  TreeDump ascii(String string) throws IOException {
    for (int i = 0; i < string.length(); i++) {
      put((byte) string.charAt(i));
    }
    return this;
  }

  TreeDump hex(byte[] bytes, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      put(DIGITS[bytes[i] >> 4 & 0xf]);
      put(DIGITS[bytes[i] & 0xf]);
    }
    return this;
  }

  private void put(byte octet) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = octet;
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
