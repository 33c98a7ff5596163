package org.depinsdk.attestation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ReasonCode;

/**
 * Something that an appraisal found wrong or notable.
 *
 * @param code what, for example {@code tpm.quote.nonce-mismatch}
 * @param claim which claim of the trust vector it bears on
 * @param value of AR4SI that the claim gets by it; the claim becomes no better
 * @param facts typed details by name, for example the index of a certificate; no prose
 */
public record Finding(
    ReasonCode code, TrustClaim claim, int value, SortedMap<String, String> facts) {
  /** Copies. */
  public Finding {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /**
   * How bad it is.
   *
   * @return the tier of the value
   */
  public TrustTier tier() {
    return TrustTier.of(value);
  }
}
