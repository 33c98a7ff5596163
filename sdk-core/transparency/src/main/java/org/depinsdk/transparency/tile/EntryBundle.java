package org.depinsdk.transparency.tile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;

/** Up to 256 entries of a log, each with its length as two bytes, big-endian, in front. */
public final class EntryBundle {
  /** The longest entry, in bytes. */
  public static final int MAX_ENTRY = 65_535;

  /** The largest bundle, in bytes. */
  public static final int MAX_BYTES = TilePath.FULL * (Short.BYTES + MAX_ENTRY);

  private EntryBundle() {}

  /**
   * Writes a bundle.
   *
   * @param entries 1 to 256
   * @return the file
   * @throws IllegalArgumentException if an entry has more than 65,535 bytes, or there are none or more than 256
   */
  public static byte[] write(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > TilePath.FULL) {
      throw new IllegalArgumentException("a bundle has 1 to 256 entries, not " + entries.size());
    }
    int length = 0;
    for (byte[] entry : entries) {
      checkLength(entry);
      length += Short.BYTES + entry.length;
    }
    ByteBuffer bundle = ByteBuffer.allocate(length);
    entries.forEach(entry -> bundle.putShort((short) entry.length).put(entry));
    return bundle.array();
  }

  static void checkLength(byte[] entry) {
    if (entry.length > MAX_ENTRY) {
      throw new IllegalArgumentException(
          "an entry has at most " + MAX_ENTRY + " bytes, not " + entry.length);
    }
  }

  /**
   * Reads a bundle.
   *
   * @param bundle the file
   * @return its entries, 1 to 256
   * @throws TransparencyException if the lengths do not fit, or there are none or more than 256
   */
  public static List<byte[]> parse(byte[] bundle) throws TransparencyException {
    ByteBuffer rest = ByteBuffer.wrap(bundle);
    List<byte[]> entries = new ArrayList<>();
    while (rest.hasRemaining()) {
      int length =
          rest.remaining() < Short.BYTES ? Integer.MAX_VALUE : Short.toUnsignedInt(rest.getShort());
      if (length > rest.remaining() || entries.size() == TilePath.FULL) {
        throw TransparencyException.malformed(
            "entry " + entries.size() + " of a bundle goes beyond its end, or is one too many");
      }
      byte[] entry = new byte[length];
      rest.get(entry);
      entries.add(entry);
    }
    if (entries.isEmpty()) {
      throw TransparencyException.malformed("a bundle has at least one entry");
    }
    return entries;
  }
}
