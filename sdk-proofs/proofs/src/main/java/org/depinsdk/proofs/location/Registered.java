package org.depinsdk.proofs.location;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;
import org.jspecify.annotations.Nullable;

/** The active devices of a registry by cell, the eldest first. Kept for the last registry that was asked about; pure. */
public final class Registered {
  private volatile @Nullable Index last;

  /** Nothing is kept yet. */
  public Registered() {}

  private record Index(
      RegistryView registry, Instant at, int resolution, Map<H3Cell, List<DeviceId>> byCell) {}

  private record Settler(DeviceId device, Instant since) {}

  /**
   * Who stands in a cell.
   *
   * @param registry the history
   * @param at the moment
   * @param cell the cell
   * @return its active devices by how long they have asserted their place, then by id
   */
  public List<DeviceId> in(RegistryView registry, Instant at, H3Cell cell) {
    Index index = last;
    if (index == null
        || index.registry() != registry
        || !index.at().equals(at)
        || index.resolution() != cell.resolution()) {
      index = index(registry, at, cell.resolution());
      last = index;
    }
    return index.byCell().getOrDefault(cell, List.of());
  }

  private static Index index(RegistryView registry, Instant at, int resolution) {
    Map<H3Cell, List<Settler>> settlers = new TreeMap<>();
    for (DeviceId device : registry.devices()) {
      registry
          .stateAt(device, at)
          .filter(s -> s.status() == DeviceStatus.ACTIVE)
          .flatMap(s -> s.cell())
          .filter(c -> c.resolution() >= resolution)
          .ifPresent(c -> settlers
              .computeIfAbsent(c.parent(resolution), p -> new ArrayList<>())
              .add(new Settler(device, registry.placedSince(device, at).orElse(at))));
    }
    Map<H3Cell, List<DeviceId>> byCell = new TreeMap<>();
    settlers.forEach((cell, all) -> byCell.put(
        cell,
        all.stream()
            .sorted(Comparator.comparing(Settler::since).thenComparing(Settler::device))
            .map(Settler::device)
            .toList()));
    return new Index(registry, at, resolution, byCell);
  }
}
