package org.depinsdk.epoch.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of a row in the order in which {@link RowWriter} wrote them. */
public final class RowReader {
  private final byte[] row;
  private int at;

  /**
   * A reader at the first field.
   *
   * @param row as {@link RowWriter#toBytes} gave it
   */
  public RowReader(byte[] row) {
    this(row, 0);
  }

  /**
   * A reader behind the first fields.
   *
   * @param row as {@link RowWriter#toBytes} gave it
   * @param position what {@link #position} gave for a row that begins alike
   */
  public RowReader(byte[] row, int position) {
    this.row = row;
    this.at = position;
  }

  /** A string. */
  public String text() {
    int end = at;
    while (row[end] > 0) {
      end++;
    }
    if (row[end] == 0 && row[end + 1] == 0) {
      String ascii = new String(row, at, end - at, StandardCharsets.ISO_8859_1);
      at = end + 2;
      return ascii;
    }
    StringBuilder text = new StringBuilder(48);
    while (true) {
      int first = octet();
      if (first == 0) {
        if (octet() == 0) {
          return text.toString();
        }
        text.append('\0');
      } else if (first < 0x80) {
        text.append((char) first);
      } else if (first < 0xe0) {
        text.append((char) ((first & 0x1f) << 6 | octet() & 0x3f));
      } else {
        text.append((char) ((first & 0xf) << 12 | (octet() & 0x3f) << 6 | octet() & 0x3f));
      }
    }
  }

  /** Passes over a string. */
  public RowReader skipText() {
    while (row[at] != 0 || row[at + 1] != 0) {
      // a zero within the string is followed by 1
      at += row[at] == 0 ? 2 : 1;
    }
    at += 2;
    return this;
  }

  /** A number of one byte. */
  public int octet() {
    return row[at++] & 0xff;
  }

  /** A number of eight bytes. */
  public long number() {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | octet();
    }
    return number ^ Long.MIN_VALUE;
  }

  /** So many bytes. */
  public byte[] bytes(int count) {
    at += count;
    return Arrays.copyOfRange(row, at - count, at);
  }

  /** All bytes that are left. */
  public byte[] rest() {
    return bytes(row.length - at);
  }

  /** Where the next field begins. */
  public int position() {
    return at;
  }
}
