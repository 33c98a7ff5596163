package org.depinsdk.attestation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * A value of AR4SI for each claim.
 *
 * @param values from -128 to 127; a claim that is absent is 0, none is made
 */
public record TrustVector(Map<TrustClaim, Integer> values) {
  /** Copies in the order of the claims. */
  public TrustVector {
    EnumMap<TrustClaim, Integer> copy = new EnumMap<>(TrustClaim.class);
    values.forEach((claim, value) -> {
      if (value < -128 || value > 127) {
        throw new IllegalArgumentException(
            claim.label() + " is a value from -128 to 127, not " + value);
      }
      if (value != 0) {
        copy.put(claim, value);
      }
    });
    values = Collections.unmodifiableMap(copy);
  }

  /**
   * The value of a claim.
   *
   * @param claim the claim
   * @return 0 if none is made
   */
  public int value(TrustClaim claim) {
    return values.getOrDefault(claim, 0);
  }

  /**
   * The tier of a claim.
   *
   * @param claim the claim
   * @return none if no claim is made
   */
  public TrustTier tier(TrustClaim claim) {
    return TrustTier.of(value(claim));
  }

  /**
   * The tier of the whole: never better than its worst claim.
   *
   * @param required claims without which nothing can be said
   * @return contraindicated if any claim is; else none if a required claim says nothing or none is made at all; else warning
   *     if any claim is; else affirming
   */
  public TrustTier overall(Set<TrustClaim> required) {
    TrustTier worst = TrustTier.NONE;
    for (TrustClaim claim : values.keySet()) {
      TrustTier tier = tier(claim);
      worst = tier.compareTo(worst) > 0 ? tier : worst;
    }
    boolean silent = required.stream().anyMatch(claim -> tier(claim) == TrustTier.NONE);
    return silent && worst != TrustTier.CONTRAINDICATED ? TrustTier.NONE : worst;
  }
}
