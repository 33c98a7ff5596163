package org.depinsdk.attestation.enrolment;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.TrustTier;

/**
 * What a network takes as evidence of what its devices are, and what it is worth. Part of its policy, so that a replay decides the
 * same.
 *
 * @param schemes the schemes of evidence that count; copied
 * @param activates the worst tier with which a device that waits becomes active: affirming or warning
 * @param worth what a tier is worth, in thousandths of the full worth, 0 to 1000; a tier that is not named is worth nothing; copied
 */
public record AttestationRules(
    SortedMap<String, SchemeRules> schemes, TrustTier activates, SortedMap<TrustTier, Long> worth) {
  /** The full worth. */
  public static final long FULL = 1000;

  /** Copies, and checks the tiers. */
  public AttestationRules {
    if (activates != TrustTier.AFFIRMING && activates != TrustTier.WARNING) {
      throw new IllegalArgumentException(
          "a device becomes active with affirming or warning, not with " + activates.label());
    }
    worth.forEach((tier, thousandths) -> {
      boolean counts = tier == TrustTier.AFFIRMING || tier == TrustTier.WARNING;
      if (!counts || thousandths < 0 || thousandths > FULL) {
        throw new IllegalArgumentException("affirming and warning are worth 0 to " + FULL + ", not "
            + tier.label() + " " + thousandths);
      }
    });
    schemes = Collections.unmodifiableSortedMap(new TreeMap<>(schemes));
    worth = Collections.unmodifiableSortedMap(new TreeMap<>(worth));
  }

  /**
   * What a tier is worth.
   *
   * @param tier by its label
   * @return thousandths of the full worth
   */
  public long worth(String tier) {
    return worth.entrySet().stream()
        .filter(entry -> entry.getKey().label().equals(tier))
        .mapToLong(SortedMap.Entry::getValue)
        .findFirst()
        .orElse(0);
  }

  /**
   * Whether a device that waits becomes active.
   *
   * @param tier of its result, by its label
   * @return whether the tier is good enough
   */
  public boolean activates(String tier) {
    return tier.equals(TrustTier.AFFIRMING.label()) || tier.equals(activates.label());
  }
}
