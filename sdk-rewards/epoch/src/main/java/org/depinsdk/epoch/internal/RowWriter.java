package org.depinsdk.epoch.internal;

import java.util.Arrays;

/**
 * Writes a row of fields whose bytes, compared unsigned, are in the order of the fields: strings in that of {@link
 * String#compareTo}, numbers by value. {@link RowReader} reads it.
 */
public final class RowWriter {
  private byte[] bytes;
  private int length;

  /** A row of some hundred bytes. */
  public RowWriter() {
    this(256);
  }

  /**
   * A row of about so many bytes.
   *
   * @param expected 1 or more; more are taken too
   */
  public RowWriter(int expected) {
    this.bytes = new byte[expected];
  }

  /**
   * Adds a string: each UTF-16 unit in the form of UTF-8, unit 0 as 0 1, and 0 0 at the end. Unpaired surrogates are kept.
   *
   * @param text any string
   * @return this
   */
  public RowWriter text(String text) {
    reserve(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0 || unit >= 0x80) {
        reserve(3 * (text.length() - i) + 2);
      }
      if (unit == 0) {
        bytes[length++] = 0;
        bytes[length++] = 1;
      } else if (unit < 0x80) {
        bytes[length++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[length++] = (byte) (0xc0 | unit >> 6);
        bytes[length++] = (byte) (0x80 | unit & 0x3f);
      } else {
        bytes[length++] = (byte) (0xe0 | unit >> 12);
        bytes[length++] = (byte) (0x80 | unit >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | unit & 0x3f);
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
    return this;
  }

  /**
   * Adds a small number.
   *
   * @param number 0 to 255
   * @return this
   */
  public RowWriter octet(int number) {
    reserve(1);
    bytes[length++] = (byte) number;
    return this;
  }

  /**
   * Adds a number in eight bytes.
   *
   * @param number any number
   * @return this
   */
  public RowWriter number(long number) {
    reserve(Long.BYTES);
    long ordered = number ^ Long.MIN_VALUE;
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (ordered >> shift);
    }
    return this;
  }

  /**
   * Adds bytes as they are.
   *
   * @param added as many as the reader will ask for, or all that is left of the row
   * @return this
   */
  public RowWriter bytes(byte[] added) {
    reserve(added.length);
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
    return this;
  }

  /**
   * The bytes. Nothing is added after this.
   *
   * @return the row
   */
  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
