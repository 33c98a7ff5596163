package org.depinsdk.attestation;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;

/**
 * What is known of a device from its last appraisal.
 *
 * @param identity {@link AttestedKey#id} of the key that stays with the device; empty at the first appraisal
 * @param counters by name, for example an assertion counter or a security version; a counter that falls is a finding
 */
public record PriorState(Optional<Bytes32> identity, SortedMap<String, Long> counters) {
  /** A device that was never appraised. */
  public static final PriorState NONE = new PriorState(Optional.empty(), new TreeMap<>());

  /** Copies. */
  public PriorState {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }
}
