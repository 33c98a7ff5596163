package org.depinsdk.core.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;

/**
 * Which key a device had when, read from the registry, so that an old signature is judged by the key of its time. Once a
 * device is revoked it has no key.
 */
public final class KeyHistory {
  private final DeviceId device;
  private final List<Period> periods;

  private KeyHistory(DeviceId device, List<Period> periods) {
    this.device = device;
    this.periods = List.copyOf(periods);
  }

  /**
   * A time in which a device had one key.
   *
   * @param key the key
   * @param from the first instant
   * @param until the first instant after it, empty if the device still has the key
   */
  public record Period(DeviceKey key, Instant from, Optional<Instant> until) {
    boolean contains(Instant instant) {
      return !instant.isBefore(from)
          && until.filter(end -> !instant.isBefore(end)).isEmpty();
    }
  }

  /**
   * Reads a device's history.
   *
   * @param view the registry
   * @param device which device
   * @return the history, without periods if the device is not enrolled
   */
  public static KeyHistory of(RegistryView view, DeviceId device) {
    List<Period> periods = new ArrayList<>();
    for (DeviceState state : view.history(device)) {
      int last = periods.size() - 1;
      boolean revoked = state.status() == DeviceStatus.REVOKED;
      boolean sameKey = last >= 0 && periods.get(last).key().equals(state.key());
      if (last >= 0 && (revoked || !sameKey)) {
        Period ended = periods.get(last);
        periods.set(last, new Period(ended.key(), ended.from(), Optional.of(state.since())));
      }
      if (!revoked && !sameKey) {
        periods.add(new Period(state.key(), state.since(), Optional.empty()));
      }
    }
    return new KeyHistory(device, periods);
  }

  /**
   * The device.
   *
   * @return its id
   */
  public DeviceId device() {
    return device;
  }

  /**
   * The key that the device had at an instant.
   *
   * @param instant any instant
   * @return empty before its enrolment and after its revocation
   */
  public Optional<DeviceKey> keyAt(Instant instant) {
    return periods.stream()
        .filter(p -> p.contains(instant))
        .map(Period::key)
        .reduce((first, later) -> later);
  }

  /**
   * All periods, oldest first.
   *
   * @return an immutable list
   */
  public List<Period> periods() {
    return periods;
  }

  /**
   * How often the key was rotated.
   *
   * @return 0 or more
   */
  public long rotations() {
    return Math.max(0, periods.size() - 1);
  }

  /**
   * Whether the device ever had a key. A key that was rotated away is never used again.
   *
   * @param key any key
   * @return true if one of the periods is of this key
   */
  public boolean hasHad(DeviceKey key) {
    return periods.stream().anyMatch(p -> p.key().equals(key));
  }
}
