package org.depinsdk.service.endpoint;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.EvidenceBasis;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.StoredRegistry;

/**
 * Keeps evidence for as long as it is needed: until the bundle of its epoch is settled, while a result that counts rests on it, and,
 * where later evidence rests on it, for as long as the device is not revoked.
 */
final class EvidenceRetention {
  private final EvidenceStore store;
  private final StoredEvidence kept;
  private final StoredRegistry registry;
  private final Ledger ledger;
  private final EpochSchedule schedule;
  private final EvidenceVerifiers verifiers;
  private final InstantSource clock;
  private final Multiset<Bytes32> notYetRecorded = HashMultiset.create();
  private long settled = -1;

  EvidenceRetention(
      EvidenceStore store,
      StoredRegistry registry,
      Ledger ledger,
      EpochSchedule schedule,
      EvidenceVerifiers verifiers,
      InstantSource clock) {
    this.store = store;
    this.kept = new StoredEvidence(store);
    this.registry = registry;
    this.ledger = ledger;
    this.schedule = schedule;
    this.verifiers = verifiers;
    this.clock = clock;
  }

  /**
   * Stores what an attestation was appraised from.
   *
   * @return to be run when the attestation is recorded, or will not be
   */
  synchronized Runnable keep(
      SignedInstruction words, AppraisedEvidence evidence, RevocationLists lists)
      throws IOException {
    List<Bytes32> names = List.of(Bytes32.sha256(words.bytes()), lists.digest());
    store.put(lists.digest(), lists.toBytes());
    store.put(names.get(0), evidence.toBytes());
    notYetRecorded.addAll(names);
    return () -> release(names);
  }

  private synchronized void release(List<Bytes32> names) {
    names.forEach(notYetRecorded::remove);
  }

  /**
   * Removes what is not needed any more, once after each settled epoch.
   *
   * @throws IOException if a store failed; it may be called again
   */
  synchronized void prune() throws IOException {
    long next = ledger.state().nextEpoch();
    if (next == settled) {
      return;
    }
    Set<Bytes32> needed = new HashSet<>(notYetRecorded.elementSet());
    // asked for after those that are not recorded yet, so that none is overlooked
    RegistryView view = registry.view();
    addUnsettled(view, next == 0 ? Instant.MIN : schedule.closesAt(schedule.at(next - 1)), needed);
    addBases(view, needed);
    store.retain(needed);
    settled = next;
  }

  /** What the next bundles hold. */
  private void addUnsettled(RegistryView view, Instant since, Set<Bytes32> needed)
      throws IOException {
    for (RegistryRecord record : view.records()) {
      if (record.change() instanceof RegistryChange.Attested
          && !record.at().isBefore(since)
          && record.instruction().isPresent()) {
        Bytes32 words = Bytes32.sha256(record.instruction().get().bytes());
        needed.add(words);
        kept.evidence(words).map(AppraisedEvidence::lists).ifPresent(needed::add);
      }
    }
    new EvidenceBasis(verifiers)
        .since(view, since)
        .forEach(words -> needed.add(Bytes32.sha256(words.bytes())));
  }

  /** What new revocation lists are held against. */
  private void addBases(RegistryView view, Set<Bytes32> needed) {
    Instant now = clock.instant();
    new EvidenceBasis(verifiers).of(view).forEach((device, words) -> {
      boolean mayFollow = verifiers.isFollowed(last(view, device).scheme())
          && view.latest(device).orElseThrow().status() != DeviceStatus.REVOKED;
      if (mayFollow || view.attestation(device, now).isPresent()) {
        needed.add(Bytes32.sha256(words.bytes()));
      }
    });
  }

  private static RegistryChange.Attested last(RegistryView view, DeviceId device) {
    List<DeviceAttestation> results = view.attestations(device);
    return results.get(results.size() - 1).result();
  }
}
