package org.depinsdk.proofs.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;

/** What the registry's history says about where a device stands. */
public final class Places {
  private Places() {}

  /**
   * Since when a device asserts the place that it asserts at a moment.
   *
   * @param registry the history
   * @param device which device
   * @param at the moment
   * @return the record that put it there, empty where it asserts no place then
   */
  public static Optional<Instant> assertedSince(
      RegistryView registry, DeviceId device, Instant at) {
    Optional<DeviceState> now = registry.stateAt(device, at);
    if (now.isEmpty() || now.get().cell().isEmpty()) {
      return Optional.empty();
    }
    Instant since = now.get().since();
    List<DeviceState> history = registry.history(device);
    for (int i = history.size() - 1; i >= 0; i--) {
      DeviceState state = history.get(i);
      if (!state.since().isAfter(at)) {
        if (!state.cell().equals(now.get().cell())) {
          break;
        }
        since = state.since();
      }
    }
    return Optional.of(since);
  }
}
