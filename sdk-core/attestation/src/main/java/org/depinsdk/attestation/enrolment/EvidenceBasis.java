package org.depinsdk.attestation.enrolment;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * Which attestation the newest result of a device rests on: the newest with certificates of its own.
 *
 * @param verifiers know which evidence rests on earlier evidence
 */
public record EvidenceBasis(EvidenceVerifiers verifiers) {
  /**
   * Of every device.
   *
   * @param view the registry; may know some devices alone
   * @return what the device signed at that attestation
   */
  public SortedMap<DeviceId, SignedInstruction> of(RegistryView view) {
    SortedMap<DeviceId, SignedInstruction> newest = new TreeMap<>();
    for (RegistryRecord record : view.records()) {
      own(record).ifPresent(words -> newest.put(record.device(), words));
    }
    return Collections.unmodifiableSortedMap(newest);
  }

  /**
   * Of each attestation that rests on an earlier one.
   *
   * @param view the registry
   * @param since the first instant of those that are asked for
   * @return what the devices signed at the attestations that those rest on, each once
   */
  public Set<SignedInstruction> since(RegistryView view, Instant since) {
    Map<DeviceId, SignedInstruction> newest = new HashMap<>();
    Set<SignedInstruction> basis = new LinkedHashSet<>();
    for (RegistryRecord record : view.records()) {
      Optional<SignedInstruction> own = own(record);
      SignedInstruction earlier = newest.get(record.device());
      if (own.isPresent()) {
        newest.put(record.device(), own.get());
      } else if (record.change() instanceof RegistryChange.Attested
          && !record.at().isBefore(since)
          && earlier != null) {
        basis.add(earlier);
      }
    }
    return basis;
  }

  /** What a device signed at an attestation with certificates of its own. */
  private Optional<SignedInstruction> own(RegistryRecord record) {
    return record.change() instanceof RegistryChange.Attested
        ? record.instruction().filter(words -> !verifiers.restsOnEarlier(mediaType(words)))
        : Optional.empty();
  }

  private static String mediaType(SignedInstruction words) {
    try {
      return SignedAttestation.parse(words.bytes()).mediaType();
    } catch (EncodingException e) {
      throw new IllegalStateException("the registry holds an attestation that does not parse", e);
    }
  }
}
