package org.depinsdk.core.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes CBOR in the deterministic encoding of RFC 8949 section 4.2.1. */
public final class CborWriter {
  private CborWriter() {}

  /**
   * Writes one item.
   *
   * @param value the item
   * @return its one encoding
   */
  public static byte[] write(CborValue value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(CborValue value, ByteArrayOutputStream out) {
    if (value instanceof CborValue.Int number) {
      long n = number.value();
      head(n < 0 ? 1 : 0, n < 0 ? -1 - n : n, out);
    } else if (value instanceof CborValue.Bytes bytes) {
      string(2, bytes.value(), out);
    } else if (value instanceof CborValue.Text text) {
      string(3, text.value().getBytes(StandardCharsets.UTF_8), out);
    } else if (value instanceof CborValue.Array array) {
      head(4, array.items().size(), out);
      array.items().forEach(item -> write(item, out));
    } else if (value instanceof CborValue.Dict map) {
      map(map, out);
    } else if (value instanceof CborValue.Tagged tagged) {
      head(6, tagged.tag(), out);
      write(tagged.item(), out);
    } else if (value instanceof CborValue.Simple simple) {
      out.write(0xf4 + simple.ordinal());
    }
  }

  private static void map(CborValue.Dict map, ByteArrayOutputStream out) {
    List<byte[][]> entries = new ArrayList<>();
    for (Map.Entry<CborValue, CborValue> entry : map.entries().entrySet()) {
      entries.add(new byte[][] {write(entry.getKey()), write(entry.getValue())});
    }
    entries.sort((a, b) -> Arrays.compareUnsigned(a[0], b[0]));
    head(5, entries.size(), out);
    for (byte[][] entry : entries) {
      out.writeBytes(entry[0]);
      out.writeBytes(entry[1]);
    }
  }

  private static void string(int major, byte[] bytes, ByteArrayOutputStream out) {
    head(major, bytes.length, out);
    out.writeBytes(bytes);
  }

  private static void head(int major, long argument, ByteArrayOutputStream out) {
    int type = major << 5;
    if (argument < 24) {
      out.write(type | (int) argument);
      return;
    }
    int power = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffff_ffffL ? 2 : 3;
    out.write(type | (24 + power));
    for (int shift = 8 * ((1 << power) - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
  }
}
