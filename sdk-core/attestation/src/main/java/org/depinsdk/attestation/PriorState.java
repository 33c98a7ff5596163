package org.depinsdk.attestation;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a device from its last appraisal.
 *
 * @param key the key that was attested then; empty at the first appraisal
 * @param counters by name, for example an assertion counter or a security version; a counter that falls is a finding
 */
public record PriorState(Optional<AttestedKey> key, SortedMap<String, Long> counters) {
  /** A device that was never appraised. */
  public static final PriorState NONE = new PriorState(Optional.empty(), new TreeMap<>());

  /** Copies. */
  public PriorState {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }
}
