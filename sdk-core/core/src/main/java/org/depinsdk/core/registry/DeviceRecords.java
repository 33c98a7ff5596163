package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceKey;

/** The state that the records of one device lead to. A record that does not fit changes nothing. */
final class DeviceRecords {
  private final List<DeviceState> states = new ArrayList<>(2);
  private final List<DeviceSession> sessions = new ArrayList<>(0);
  private final List<DeviceAttestation> attestations = new ArrayList<>(0);
  private Optional<DeviceOrigin> origin = Optional.empty();

  void add(RegistryRecord record) throws RegistryConflictException {
    RegistryChange change = record.change();
    if (change instanceof RegistryChange.Enrolled enrolled && states.isEmpty()) {
      states.add(new DeviceState(
          record.device(),
          enrolled.key(),
          enrolled.operator(),
          DeviceStatus.ENROLLED,
          enrolled.deviceClass(),
          enrolled.cell(),
          record.at(),
          record.at()));
      return;
    }
    if (states.isEmpty()) {
      throw new RegistryConflictException(record.device() + " is not enrolled");
    }
    DeviceState now = states.get(states.size() - 1);
    DeviceState.checkNotRevoked(now, record);
    if (change instanceof RegistryChange.OriginRecorded recorded) {
      if (origin.isPresent()) {
        throw DeviceState.conflict(record, "its origin is recorded already, as " + origin.get());
      }
      origin = Optional.of(recorded.origin());
    } else if (change instanceof RegistryChange.Attested attested) {
      attested(record, attested);
    } else if (change instanceof RegistryChange.AttestationWithdrawn withdrawn) {
      if (attestation(record.at()).isEmpty()) {
        throw DeviceState.conflict(record, "no attestation of it counts");
      }
      endAttestation(record, withdrawn.reason());
    } else if (change instanceof RegistryChange.SessionOpened opened) {
      refuseOldKey(opened.key(), record);
      sessions.add(
          new DeviceSession(opened.key(), later(opened.from(), record.at()), opened.until()));
    } else if (!(change instanceof RegistryChange.CloneFound)) {
      if (change instanceof RegistryChange.KeyRotated rotated) {
        refuseOldKey(rotated.key(), record);
      }
      states.add(now.after(record));
      if (change instanceof RegistryChange.KeyRotated
          || change instanceof RegistryChange.Transferred
          || change instanceof RegistryChange.Revoked) {
        sessions.replaceAll(session -> session.endedBy(record.at()));
      }
      if (change instanceof RegistryChange.KeyRotated) {
        endAttestation(record, DeviceAttestation.KEY_ROTATED);
      } else if (change instanceof RegistryChange.Revoked) {
        endAttestation(record, DeviceAttestation.DEVICE_REVOKED);
      }
    }
  }

  private void attested(RegistryRecord record, RegistryChange.Attested attested)
      throws RegistryConflictException {
    if (!attestations.isEmpty()
        && !attestations.get(0).result().instance().equals(attested.instance())) {
      throw DeviceState.conflict(record, "it is other hardware than at its first attestation");
    }
    if (attested.origin().isPresent()) {
      if (origin.isPresent() && !origin.equals(attested.origin())) {
        throw DeviceState.conflict(record, "its origin is recorded already, as " + origin.get());
      }
      origin = attested.origin();
    }
    endAttestation(record, DeviceAttestation.SUPERSEDED);
    attestations.add(new DeviceAttestation(
        attested, record.at(), later(attested.notAfter(), record.at()), DeviceAttestation.EXPIRED));
  }

  private void endAttestation(RegistryRecord record, String reason) {
    if (!attestations.isEmpty()) {
      int last = attestations.size() - 1;
      attestations.set(last, attestations.get(last).endedBy(record.at(), reason));
    }
  }

  DeviceRecords copy() {
    DeviceRecords copy = new DeviceRecords();
    copy.states.addAll(states);
    copy.sessions.addAll(sessions);
    copy.attestations.addAll(attestations);
    copy.origin = origin;
    return copy;
  }

  Optional<DeviceState> stateAt(Instant at) {
    for (int i = states.size() - 1; i >= 0; i--) {
      if (!states.get(i).since().isAfter(at)) {
        return Optional.of(states.get(i));
      }
    }
    return Optional.empty();
  }

  List<DeviceState> states() {
    return Collections.unmodifiableList(states);
  }

  List<DeviceSession> sessions() {
    return Collections.unmodifiableList(sessions);
  }

  List<DeviceAttestation> attestations() {
    return Collections.unmodifiableList(attestations);
  }

  Optional<DeviceAttestation> attestation(Instant at) {
    return attestations.stream().filter(a -> a.covers(at)).findFirst();
  }

  Optional<DeviceOrigin> origin() {
    return origin;
  }

  Optional<DeviceState> latest() {
    return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.size() - 1));
  }

  List<DeviceKey> sessionKeys(Instant at) {
    if (sessions.isEmpty()) {
      return List.of();
    }
    return sessions.stream().filter(s -> s.covers(at)).map(DeviceSession::key).toList();
  }

  private void refuseOldKey(DeviceKey key, RegistryRecord record) throws RegistryConflictException {
    if (states.stream().anyMatch(state -> state.key().equals(key))
        || sessions.stream().anyMatch(session -> session.key().equals(key))) {
      throw new RegistryConflictException(
          record.device() + " has had key " + key + " before; a key is never used again");
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
