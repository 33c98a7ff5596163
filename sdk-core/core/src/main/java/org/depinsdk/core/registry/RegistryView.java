package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;

/**
 * The registry's history, folded: any device at any moment. Built from the records alone, so that a replay sees exactly
 * what the network saw. Immutable.
 */
public final class RegistryView {
  private static final RegistryView EMPTY = new RegistryView(List.of(), new TreeMap<>());

  private final List<RegistryRecord> records;
  private final NavigableMap<DeviceId, List<DeviceState>> histories;

  private RegistryView(
      List<RegistryRecord> records, NavigableMap<DeviceId, List<DeviceState>> histories) {
    this.records = records;
    this.histories = histories;
  }

  /**
   * Folds a history.
   *
   * @param records in order: indices rising from any start, instants never falling
   * @return the view
   * @throws RegistryConflictException where a record does not fit what came before
   */
  public static RegistryView of(Iterable<RegistryRecord> records) throws RegistryConflictException {
    List<RegistryRecord> all = new ArrayList<>();
    NavigableMap<DeviceId, List<DeviceState>> histories = new TreeMap<>();
    RegistryRecord previous = null;
    for (RegistryRecord record : records) {
      if (previous != null
          && (record.index() <= previous.index() || record.at().isBefore(previous.at()))) {
        throw new RegistryConflictException("record " + record.index() + " at " + record.at()
            + " does not follow record " + previous.index() + " at " + previous.at());
      }
      List<DeviceState> history =
          histories.computeIfAbsent(record.device(), d -> new ArrayList<>(2));
      history.add(next(history, record));
      all.add(record);
      previous = record;
    }
    return new RegistryView(Collections.unmodifiableList(all), histories);
  }

  /**
   * A registry without devices.
   *
   * @return the empty view
   */
  public static RegistryView empty() {
    return EMPTY;
  }

  /**
   * How a device stood at a moment; a change counts from its own instant on.
   *
   * @param device which device
   * @param at when
   * @return its state, empty where it was not yet enrolled
   */
  public Optional<DeviceState> stateAt(DeviceId device, Instant at) {
    List<DeviceState> history = histories.getOrDefault(device, List.of());
    for (int i = history.size() - 1; i >= 0; i--) {
      if (!history.get(i).since().isAfter(at)) {
        return Optional.of(history.get(i));
      }
    }
    return Optional.empty();
  }

  /**
   * How a device stands after the last record.
   *
   * @param device which device
   * @return its state, empty where it is not enrolled
   */
  public Optional<DeviceState> latest(DeviceId device) {
    return stateAt(device, Instant.MAX);
  }

  /**
   * All states of a device, oldest first.
   *
   * @param device which device
   * @return empty where it is not enrolled
   */
  public List<DeviceState> history(DeviceId device) {
    return Collections.unmodifiableList(histories.getOrDefault(device, List.of()));
  }

  /**
   * All devices, ascending.
   *
   * @return their ids
   */
  public Iterable<DeviceId> devices() {
    return Collections.unmodifiableSet(histories.keySet());
  }

  /**
   * The records behind the view, oldest first.
   *
   * @return the history
   */
  public List<RegistryRecord> records() {
    return records;
  }

  static DeviceState next(List<DeviceState> history, RegistryRecord record)
      throws RegistryConflictException {
    if (record.change() instanceof RegistryChange.KeyRotated rotated
        && history.stream().anyMatch(state -> state.key().equals(rotated.key()))) {
      throw new RegistryConflictException(
          record.device() + " has had key " + rotated.key() + " before; a key never comes back");
    }
    if (!history.isEmpty()) {
      return history.get(history.size() - 1).after(record);
    }
    if (record.change() instanceof RegistryChange.Enrolled enrolled) {
      return new DeviceState(
          record.device(),
          enrolled.key(),
          enrolled.operator(),
          DeviceStatus.ENROLLED,
          enrolled.deviceClass(),
          enrolled.cell(),
          record.at(),
          record.at());
    }
    throw new RegistryConflictException(record.device() + " is not enrolled");
  }
}
