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

/** The active devices of a registry by cell, the eldest first. */
final class CellOccupants {
  private final Map<H3Cell, List<DeviceId>> byCell = new TreeMap<>();

  private record Occupant(DeviceId device, Instant since) {}

  /** Those who stand in cells of a resolution at a moment, by how long they have asserted their place, then by id. */
  CellOccupants(RegistryView registry, Instant at, int resolution) {
    Map<H3Cell, List<Occupant>> occupants = new TreeMap<>();
    for (DeviceId device : registry.devices()) {
      registry
          .stateAt(device, at)
          .filter(s -> s.status() == DeviceStatus.ACTIVE)
          .flatMap(s -> s.cell())
          .filter(c -> c.resolution() >= resolution)
          .ifPresent(c -> occupants
              .computeIfAbsent(c.parent(resolution), p -> new ArrayList<>())
              .add(new Occupant(device, registry.placedSince(device, at).orElse(at))));
    }
    occupants.forEach((cell, all) -> byCell.put(
        cell,
        all.stream()
            .sorted(Comparator.comparing(Occupant::since).thenComparing(Occupant::device))
            .map(Occupant::device)
            .toList()));
  }

  /** From 1 for the eldest; 0 for a device that does not stand there. */
  int rank(H3Cell cell, DeviceId device) {
    return byCell.getOrDefault(cell, List.of()).indexOf(device) + 1;
  }
}
