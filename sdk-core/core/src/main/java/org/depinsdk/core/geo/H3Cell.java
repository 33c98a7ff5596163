package org.depinsdk.core.geo;

import java.util.HexFormat;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A cell of the H3 grid, versions 3 and 4. The index is validated bit by bit when the value is made, so that a cell that
 * exists is a cell of the grid. What needs only the index's bits (resolution, parent) is here, the geometry is {@link HexGrid}'s.
 *
 * @param index the 64-bit H3 index
 */
public record H3Cell(long index) implements Comparable<H3Cell> {
  /** The finest resolution. */
  public static final int MAX_RESOLUTION = 15;

  // the base cells that are pentagons, from H3's baseCellData
  private static final long[] PENTAGONS =
      pentagons(4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117);
  private static final int BASE_CELLS = 122;
  private static final int UNUSED_DIGIT = 7;
  private static final int CELL_MODE = 1;

  /** Checks that the index is a cell. */
  public H3Cell {
    String problem = problemOf(index);
    if (problem != null) {
      throw new IllegalArgumentException(
          "not an H3 cell: 0x" + Long.toHexString(index) + " has " + problem);
    }
  }

  /**
   * Reads a cell from its hexadecimal text.
   *
   * @param text for example {@code 8928308280fffff}
   * @return the cell
   * @throws EncodingException if the text is not a cell of the grid
   */
  public static H3Cell parse(String text) throws EncodingException {
    // Long's own parser would take a sign and the digits of other scripts
    if (text.isEmpty() || text.length() > 16 || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new EncodingException(
          "an H3 cell is up to 16 hexadecimal digits, not " + EncodingException.shown(text));
    }
    try {
      return new H3Cell(Long.parseUnsignedLong(text, 16));
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  /**
   * The cell's resolution.
   *
   * @return 0 (about 1,100 km across) to 15 (about half a metre)
   */
  public int resolution() {
    return (int) (index >>> 52) & 0xf;
  }

  /**
   * The cell of a coarser resolution that this one belongs to.
   *
   * @param resolution 0 to this cell's own
   * @return the parent
   */
  public H3Cell parent(int resolution) {
    if (resolution < 0 || resolution > resolution()) {
      throw new IllegalArgumentException(
          "a parent's resolution is 0 to " + resolution() + ", not " + resolution);
    }
    long unused = (1L << (3 * (MAX_RESOLUTION - resolution))) - 1;
    return new H3Cell((index & ~(0xfL << 52)) | ((long) resolution << 52) | unused);
  }

  /** Orders by the index as an unsigned number, as H3's text sorts. */
  @Override
  public int compareTo(H3Cell other) {
    return Long.compareUnsigned(index, other.index);
  }

  @Override
  public String toString() {
    return Long.toHexString(index);
  }

  private static @org.jspecify.annotations.Nullable String problemOf(long index) {
    if (index < 0 || ((index >>> 59) & 0xf) != CELL_MODE || ((index >>> 56) & 7) != 0) {
      return "not the mode of a cell";
    }
    int baseCell = (int) (index >>> 45) & 0x7f;
    if (baseCell >= BASE_CELLS) {
      return "base cell " + baseCell + " of " + BASE_CELLS;
    }
    int resolution = (int) (index >>> 52) & 0xf;
    boolean leadingZeros = true;
    for (int r = 1; r <= MAX_RESOLUTION; r++) {
      int digit = (int) (index >>> (3 * (MAX_RESOLUTION - r))) & 7;
      if (r > resolution) {
        if (digit != UNUSED_DIGIT) {
          return "digit " + digit + " below its resolution";
        }
      } else if (digit == UNUSED_DIGIT) {
        return "no digit at resolution " + r;
      } else if (leadingZeros && digit == 1 && isPentagon(baseCell)) {
        return "the deleted subsequence of a pentagon";
      } else {
        leadingZeros &= digit == 0;
      }
    }
    return null;
  }

  private static boolean isPentagon(int baseCell) {
    return (PENTAGONS[baseCell >>> 6] >>> (baseCell & 63) & 1) != 0;
  }

  private static long[] pentagons(int... cells) {
    long[] bits = new long[2];
    for (int cell : cells) {
      bits[cell >>> 6] |= 1L << (cell & 63);
    }
    return bits;
  }
}
