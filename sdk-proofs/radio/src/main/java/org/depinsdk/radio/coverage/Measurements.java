package org.depinsdk.radio.coverage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;

/** What independent mappers measured, by radio and cell. One operator counts once for a cell, with its strongest value. */
final class Measurements {
  private final SortedMap<DeviceId, SortedMap<H3Cell, SortedMap<OperatorId, Integer>>> values =
      new TreeMap<>();

  void add(OperatorId mapper, CoverageReport.Measurement measurement) {
    values
        .computeIfAbsent(measurement.radio(), r -> new TreeMap<>())
        .computeIfAbsent(measurement.cell(), c -> new TreeMap<>())
        .merge(mapper, measurement.signalDeciDbm(), Math::max);
  }

  /** The upper median of a cell's values, empty where fewer operators than asked for measured it. */
  OptionalInt signalDeciDbm(DeviceId radio, H3Cell cell, int minMeasurements) {
    Map<OperatorId, Integer> measured =
        values.getOrDefault(radio, new TreeMap<>()).getOrDefault(cell, new TreeMap<>());
    if (measured.size() < minMeasurements) {
      return OptionalInt.empty();
    }
    List<Integer> sorted = new ArrayList<>(measured.values());
    Collections.sort(sorted);
    return OptionalInt.of(sorted.get(sorted.size() / 2));
  }
}
