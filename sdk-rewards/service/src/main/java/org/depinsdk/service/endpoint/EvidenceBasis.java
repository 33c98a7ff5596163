package org.depinsdk.service.endpoint;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
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
record EvidenceBasis(EvidenceVerifiers verifiers) {
  /**
   * Of every device.
   *
   * @param view the registry; may know some devices alone
   * @return what the device signed at that attestation
   */
  SortedMap<DeviceId, SignedInstruction> of(RegistryView view) {
    SortedMap<DeviceId, SignedInstruction> newest = new TreeMap<>();
    List<RegistryRecord> records = view.records();
    for (int i = records.size() - 1; i >= 0; i--) {
      RegistryRecord record = records.get(i);
      if (record.change() instanceof RegistryChange.Attested
          && !newest.containsKey(record.device())) {
        record
            .instruction()
            .filter(words -> !verifiers.restsOnEarlier(mediaType(words)))
            .ifPresent(words -> newest.put(record.device(), words));
      }
    }
    return Collections.unmodifiableSortedMap(newest);
  }

  private static String mediaType(SignedInstruction words) {
    try {
      return SignedAttestation.parse(words.bytes()).mediaType();
    } catch (EncodingException e) {
      throw new IllegalStateException("the registry holds an attestation that does not parse", e);
    }
  }
}
