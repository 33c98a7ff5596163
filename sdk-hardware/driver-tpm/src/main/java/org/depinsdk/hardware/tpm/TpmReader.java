package org.depinsdk.hardware.tpm;

import java.nio.ByteBuffer;

/** Reads what {@link TpmWriter} writes, from bytes that nobody vouches for. */
final class TpmReader {
  /** These bytes are not the structure that they should be. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final ByteBuffer in;

  TpmReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  int u8(String field) throws Malformed {
    need(1, field);
    return in.get() & 0xff;
  }

  int u16(String field) throws Malformed {
    need(2, field);
    return in.getShort() & 0xffff;
  }

  int u32(String field) throws Malformed {
    need(4, field);
    return in.getInt();
  }

  byte[] raw(int length, String field) throws Malformed {
    need(length, field);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** A TPM2B of at most so many bytes. */
  byte[] sized(int max, String field) throws Malformed {
    int length = u16(field);
    if (length > max) {
      throw new Malformed(field + " has " + length + " bytes, at most " + max + " expected");
    }
    return raw(length, field);
  }

  static void expect(int expected, int actual, String field) throws Malformed {
    if (expected != actual) {
      throw new Malformed(field + " is 0x" + Integer.toHexString(actual) + ", 0x"
          + Integer.toHexString(expected) + " expected");
    }
  }

  void end(String structure) throws Malformed {
    if (in.hasRemaining()) {
      throw new Malformed(structure + " is followed by " + in.remaining() + " bytes");
    }
  }

  private void need(int length, String field) throws Malformed {
    if (length < 0 || in.remaining() < length) {
      throw new Malformed(field + " needs " + Integer.toUnsignedString(length) + " bytes, "
          + in.remaining() + " left");
    }
  }
}
