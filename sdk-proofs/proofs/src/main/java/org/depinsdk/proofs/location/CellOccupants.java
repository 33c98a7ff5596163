package org.depinsdk.proofs.location;

import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;

/** The active devices of a registry that take up room, by cell, the oldest first. */
final class CellOccupants {
  private final RegistryView registry;
  private final Instant at;
  private final Map<H3Cell, SortedSet<Occupant>> byCell = new TreeMap<>();

  private record Occupant(Instant since, DeviceId device) implements Comparable<Occupant> {
    @Override
    public int compareTo(Occupant other) {
      int bySince = since.compareTo(other.since);
      return bySince != 0 ? bySince : device.compareTo(other.device);
    }
  }

  /** Those who are in cells of a resolution at a moment, by how long they have asserted their place, then by id. */
  CellOccupants(
      RegistryView registry, Instant at, int resolution, Predicate<DeviceId> takesUpRoom) {
    this.registry = registry;
    this.at = at;
    for (DeviceId device : registry.devices()) {
      registry
          .stateAt(device, at)
          .filter(s -> s.status() == DeviceStatus.ACTIVE)
          .flatMap(s -> s.cell())
          .filter(c -> c.resolution() >= resolution && takesUpRoom.test(device))
          .ifPresent(c -> byCell
              .computeIfAbsent(c.parent(resolution), p -> new TreeSet<>())
              .add(occupant(device)));
    }
  }

  private Occupant occupant(DeviceId device) {
    return new Occupant(registry.placedSince(device, at).orElse(at), device);
  }

  /** The place of a device among those who take up room in a cell, whether it is one of them or not: from 1 for the oldest. */
  int rank(H3Cell cell, DeviceId device) {
    return byCell.getOrDefault(cell, new TreeSet<>()).headSet(occupant(device)).size() + 1;
  }
}
