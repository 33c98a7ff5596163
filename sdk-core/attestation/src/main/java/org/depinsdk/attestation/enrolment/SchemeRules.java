package org.depinsdk.attestation.enrolment;

import java.util.List;
import java.util.Optional;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.RevocationSource;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;

/**
 * What a network fixes for one scheme of evidence; the revocation lists of the moment make {@link SchemeSettings} of it.
 *
 * @param anchors the keys that chains may end in; copied
 * @param references what good devices say of themselves
 * @param revocation what holds about withdrawn certificates
 * @param policy what is asked for
 */
public record SchemeRules(
    List<TrustAnchor> anchors,
    ReferenceValues references,
    RevocationRule revocation,
    AppraisalPolicy policy) {
  /** Copies. */
  public SchemeRules {
    anchors = List.copyOf(anchors);
  }

  /** The settings of a moment; without lists nothing is known of any certificate. */
  SchemeSettings settings(Optional<RevocationSource> lists) {
    return new SchemeSettings(anchors, references, revocation.with(lists), policy);
  }
}
