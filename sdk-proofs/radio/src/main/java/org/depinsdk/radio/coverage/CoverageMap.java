package org.depinsdk.radio.coverage;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;

/**
 * Who covers which cell. Only radios that pass every check take part; a radio may be ranked and still get no points.
 *
 * @param cells the ranked radios of each cell: indoor before outdoor, the first rank first
 */
public record CoverageMap(SortedMap<H3Cell, List<Entry>> cells) {
  static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::type).thenComparingInt(Entry::rank);

  /** Copies. */
  public CoverageMap {
    SortedMap<H3Cell, List<Entry>> copy = new TreeMap<>();
    cells.forEach((cell, entries) -> copy.put(cell, List.copyOf(entries)));
    cells = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * A radio in a cell.
   *
   * @param device which radio
   * @param type where it stands; the two are ranked apart
   * @param rank 1 for the first
   * @param level how well it covers the cell, by its claim or by what mappers measured
   * @param pointsE6 what the cell gives it, 10<sup>-6</sup> points, rounded down for this cell alone
   */
  public record Entry(
      DeviceId device, RadioType type, int rank, SignalLevel level, long pointsE6) {}
}
