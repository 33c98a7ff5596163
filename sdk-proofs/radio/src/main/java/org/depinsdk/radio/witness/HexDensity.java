package org.depinsdk.radio.witness;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;

/**
 * How crowded a place is (HIP-17, parameters of HIP-104): from resolution 10 up to 4 each cell counts its devices, but no
 * more than its neighbourhood needs; a device's scale is the product of counted by present over all levels.
 */
public final class HexDensity {
  /** A scale of one. */
  public static final int ONE = 10_000;

  // devices are counted in cells of this resolution
  private static final int LEAF = 11;
  // HIP-104: neighbours N, target and max of resolutions 4 to 10
  private static final int[][] RULES = {
    {2, 500, 1000}, {4, 100, 200}, {4, 25, 50}, {4, 5, 10}, {2, 1, 1}, {2, 1, 1}, {2, 1, 1}
  };
  private static final int COARSEST = 4;

  private final Map<H3Cell, long[]> counts;

  private HexDensity(Map<H3Cell, long[]> counts) {
    this.counts = counts;
  }

  /**
   * Counts devices.
   *
   * @param places a cell of each device, of resolution 11 or finer; a cell stands once for each device in it
   * @param grid the grid
   * @return the density
   */
  public static HexDensity of(Iterable<H3Cell> places, HexGrid grid) {
    Map<H3Cell, long[]> all = new TreeMap<>();
    Map<H3Cell, long[]> level = new TreeMap<>();
    for (H3Cell place : places) {
      // counted (clipped), present (unclipped)
      long[] leaf = level.computeIfAbsent(place.parent(LEAF), c -> new long[2]);
      leaf[0]++;
      leaf[1]++;
    }
    for (int resolution = LEAF - 1; resolution >= COARSEST; resolution--) {
      int parentResolution = resolution;
      Map<H3Cell, long[]> next = new TreeMap<>();
      level.forEach((cell, count) -> {
        long[] parent = next.computeIfAbsent(cell.parent(parentResolution), c -> new long[2]);
        parent[0] += count[0];
        parent[1] += count[0];
      });
      clip(next, RULES[resolution - COARSEST], grid);
      all.putAll(next);
      level = next;
    }
    return new HexDensity(all);
  }

  /**
   * The scale of a place.
   *
   * @param place a cell of resolution 11 or finer
   * @return 10<sup>-4</sup>, half-even; 1 where no device was counted
   */
  public int scale(H3Cell place) {
    BigInteger counted = BigInteger.ONE;
    BigInteger present = BigInteger.ONE;
    for (int resolution = LEAF - 1; resolution >= COARSEST; resolution--) {
      long[] count = counts.get(place.parent(resolution));
      if (count != null) {
        counted = counted.multiply(BigInteger.valueOf(count[0]));
        present = present.multiply(BigInteger.valueOf(count[1]));
      }
    }
    return new BigDecimal(counted.multiply(BigInteger.valueOf(ONE)))
        .divide(new BigDecimal(present), 0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }

  private static void clip(Map<H3Cell, long[]> level, int[] rule, HexGrid grid) {
    // occupied neighbours are counted before any cell of the level is clipped
    Map<H3Cell, Long> limits = new TreeMap<>();
    level.forEach((cell, count) -> {
      long occupied = grid.disk(cell, 1).stream()
          .filter(n -> level.getOrDefault(n, new long[2])[0] >= rule[1])
          .count();
      limits.put(cell, Math.min(rule[2], rule[1] * Math.max(1, occupied - rule[0] + 1)));
    });
    level.forEach(
        (cell, count) -> count[0] = Math.min(limits.getOrDefault(cell, count[1]), count[1]));
  }
}
