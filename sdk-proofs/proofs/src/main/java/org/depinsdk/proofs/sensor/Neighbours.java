package org.depinsdk.proofs.sensor;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;

/** What the operators of an area measured in one interval. Each has one value, so that nobody outvotes with many sensors. */
final class Neighbours {
  private final Map<OperatorId, Long> means = new TreeMap<>();
  private List<Long> sorted = List.of();

  /** Of an operator's sensors the first counts. */
  void add(OperatorId operator, long mean) {
    means.putIfAbsent(operator, mean);
  }

  void sort() {
    sorted = means.values().stream().sorted().toList();
  }

  /** The upper median of all operators but one; empty if fewer than asked for measured. */
  OptionalLong medianWithout(OperatorId operator, long minNeighbours) {
    int others = sorted.size() - 1;
    if (others < minNeighbours) {
      return OptionalLong.empty();
    }
    int own = Collections.binarySearch(sorted, means.getOrDefault(operator, 0L));
    int middle = others / 2;
    return OptionalLong.of(sorted.get(middle < own ? middle : middle + 1));
  }
}
