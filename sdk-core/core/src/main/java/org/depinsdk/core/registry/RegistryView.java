package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.jspecify.annotations.Nullable;

/**
 * The registry's history: any device at any moment. Built from the records alone, so that a replay sees exactly
 * what the network saw. Immutable.
 */
public final class RegistryView {
  private static final RegistryView EMPTY = new RegistryView(List.of(), Map.of());

  private final List<RegistryRecord> records;
  private final Map<DeviceId, DeviceRecords> devices;

  private RegistryView(List<RegistryRecord> records, Map<DeviceId, DeviceRecords> devices) {
    this.records = records;
    this.devices = devices;
  }

  /**
   * Reads a history.
   *
   * @param records in order: indices rising from any start, instants never falling
   * @return the view
   * @throws RegistryConflictException if a record does not fit what came before
   */
  public static RegistryView of(Iterable<RegistryRecord> records) throws RegistryConflictException {
    List<RegistryRecord> all = new ArrayList<>();
    Map<DeviceId, DeviceRecords> devices = new HashMap<>();
    RegistryRecord previous = null;
    for (RegistryRecord record : records) {
      checkFollows(previous, record);
      devices.computeIfAbsent(record.device(), d -> new DeviceRecords()).add(record);
      all.add(record);
      previous = record;
    }
    return new RegistryView(Collections.unmodifiableList(all), devices);
  }

  /**
   * This history and one record more. It copies what it must: for histories of one device.
   *
   * @param record the next record
   * @return the view after it; this one stays as it is
   * @throws RegistryConflictException if the record does not fit what came before
   */
  public RegistryView with(RegistryRecord record) throws RegistryConflictException {
    checkFollows(records.isEmpty() ? null : records.get(records.size() - 1), record);
    DeviceRecords known = devices.get(record.device());
    DeviceRecords grown = known == null ? new DeviceRecords() : known.copy();
    grown.add(record);
    Map<DeviceId, DeviceRecords> all = new HashMap<>(devices);
    all.put(record.device(), grown);
    List<RegistryRecord> longer = new ArrayList<>(records.size() + 1);
    longer.addAll(records);
    longer.add(record);
    return new RegistryView(Collections.unmodifiableList(longer), all);
  }

  private static void checkFollows(@Nullable RegistryRecord previous, RegistryRecord record)
      throws RegistryConflictException {
    if (previous != null
        && (record.index() <= previous.index() || record.at().isBefore(previous.at()))) {
      throw new RegistryConflictException("record " + record.index() + " at " + record.at()
          + " does not follow record " + previous.index() + " at " + previous.at());
    }
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
   * A device's state at a moment; a change takes effect at its own instant.
   *
   * @param device which device
   * @param at when
   * @return its state, empty if it was not yet enrolled
   */
  public Optional<DeviceState> stateAt(DeviceId device, Instant at) {
    DeviceRecords known = devices.get(device);
    return known == null ? Optional.empty() : known.stateAt(at);
  }

  /**
   * A device's state after the last record.
   *
   * @param device which device
   * @return its state, empty if it is not enrolled
   */
  public Optional<DeviceState> latest(DeviceId device) {
    return stateAt(device, Instant.MAX);
  }

  /**
   * All states of a device, oldest first.
   *
   * @param device which device
   * @return empty if it is not enrolled
   */
  public List<DeviceState> history(DeviceId device) {
    DeviceRecords known = devices.get(device);
    return known == null ? List.of() : known.states();
  }

  /**
   * Since when a device asserts its place.
   *
   * @param device which device
   * @param at when
   * @return the record that put it there, empty if it asserts no place then
   */
  public Optional<Instant> placedSince(DeviceId device, Instant at) {
    Optional<DeviceState> now = stateAt(device, at).filter(s -> s.cell().isPresent());
    Optional<Instant> since = now.map(DeviceState::since);
    List<DeviceState> history = history(device);
    for (int i = history.size() - 1; i >= 0 && now.isPresent(); i--) {
      DeviceState state = history.get(i);
      if (!state.since().isAfter(at)) {
        if (!state.cell().equals(now.get().cell())) {
          break;
        }
        since = Optional.of(state.since());
      }
    }
    return since;
  }

  /**
   * All sessions of a device, in the order in which they were opened.
   *
   * @param device which device
   * @return empty if it never had one
   */
  public List<DeviceSession> sessions(DeviceId device) {
    DeviceRecords known = devices.get(device);
    return known == null ? List.of() : known.sessions();
  }

  /**
   * The keys that signed for a device at a moment in addition to its own.
   *
   * @param device which device
   * @param at when
   * @return the keys of its sessions that ran then
   */
  public List<DeviceKey> sessionKeys(DeviceId device, Instant at) {
    DeviceRecords known = devices.get(device);
    return known == null ? List.of() : known.sessionKeys(at);
  }

  /**
   * All results of a device's attestations, oldest first.
   *
   * @param device which device
   * @return empty if it was never attested
   */
  public List<DeviceAttestation> attestations(DeviceId device) {
    DeviceRecords known = devices.get(device);
    return known == null ? List.of() : known.attestations();
  }

  /**
   * The result that counted of a device at a moment.
   *
   * @param device which device
   * @param at when
   * @return empty if none did
   */
  public Optional<DeviceAttestation> attestation(DeviceId device, Instant at) {
    DeviceRecords known = devices.get(device);
    return known == null ? Optional.empty() : known.attestation(at);
  }

  /**
   * Where a device was made.
   *
   * @param device which device
   * @return empty if nobody recorded it
   */
  public Optional<DeviceOrigin> origin(DeviceId device) {
    DeviceRecords known = devices.get(device);
    return known == null ? Optional.empty() : known.origin();
  }

  /**
   * All devices, ascending.
   *
   * @return their ids
   */
  public Iterable<DeviceId> devices() {
    return devices.keySet().stream().sorted().toList();
  }

  /**
   * The part of this history that tells how every device stood from a moment on: all records from the day before it on, and of
   * those before that the enrolment, the origin and every key, the first attestation, the last status, place, transfer, signed
   * transfer and attestation, and the sessions that still run. How a device stood before the moment is no longer told.
   *
   * @param from the moment; {@link Instant#MIN} for the whole history
   * @param until later records are left out
   * @return a view that agrees with this one about everything between the two moments
   */
  public RegistryView between(Instant from, Instant until) {
    List<RegistryRecord> some = records;
    if (!records.isEmpty() && !records.get(records.size() - 1).at().isBefore(until)) {
      some = records.stream().filter(record -> record.at().isBefore(until)).toList();
    }
    if (!from.equals(Instant.MIN)) {
      some = HistoryCompaction.of(some.size() == records.size() ? this : refolded(some), from);
    }
    return some.size() == records.size() ? this : refolded(some);
  }

  private static RegistryView refolded(List<RegistryRecord> records) {
    try {
      return of(records);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException("a part of a history that fits does not fit", e);
    }
  }

  /**
   * The records, oldest first.
   *
   * @return the history
   */
  public List<RegistryRecord> records() {
    return records;
  }
}
