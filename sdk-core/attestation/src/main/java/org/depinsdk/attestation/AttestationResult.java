package org.depinsdk.attestation;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;

/**
 * What an appraisal came to.
 *
 * @param scheme of the evidence
 * @param tier of the whole; never better than the vector's worst claim
 * @param vector a value for each claim
 * @param protection what keeps the key from being copied
 * @param findings all that was found, in the order of the checks
 * @param claims what the evidence says of the device, by name; if the tier is contraindicated it may be a lie
 * @param identity the key that stays with the device, for example a TPM's endorsement key; one device, one such key
 * @param key the key that the evidence attests, with which the device signs
 * @param counters to compare the next evidence with, see {@link PriorState}
 * @param policyId identifies the policy
 * @param settingsId identifies all settings
 * @param evidenceDigest identifies the evidence
 * @param evaluatedAt the instant of the context
 * @param notAfter from then on the result no longer stands
 */
public record AttestationResult(
    String scheme,
    TrustTier tier,
    TrustVector vector,
    KeyProtection protection,
    List<Finding> findings,
    SortedMap<String, String> claims,
    Optional<AttestedKey> identity,
    Optional<AttestedKey> key,
    SortedMap<String, Long> counters,
    Bytes32 policyId,
    Bytes32 settingsId,
    Bytes32 evidenceDigest,
    Instant evaluatedAt,
    Instant notAfter) {
  /** Copies; checks that the tier is not better than the vector. */
  public AttestationResult {
    findings = List.copyOf(findings);
    claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    TrustTier best = vector.overall(Set.of());
    if (tier != TrustTier.NONE && tier.compareTo(best) < 0
        || tier == TrustTier.NONE && best == TrustTier.CONTRAINDICATED) {
      throw new IllegalArgumentException(
          "a tier of " + tier.label() + " is better than the vector's " + best.label());
    }
  }

  /**
   * Whether the result stands at an instant.
   *
   * @param at the instant
   * @return from {@link #evaluatedAt}, until before {@link #notAfter}
   */
  public boolean stands(Instant at) {
    return !at.isBefore(evaluatedAt) && at.isBefore(notAfter);
  }

  /**
   * What is known of the device from now on.
   *
   * @return for the context of its next appraisal
   */
  public PriorState state() {
    return new PriorState(identity.map(AttestedKey::id), counters);
  }
}
