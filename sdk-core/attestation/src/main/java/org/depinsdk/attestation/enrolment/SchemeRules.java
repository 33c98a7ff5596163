package org.depinsdk.attestation.enrolment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.chain.Revocation;
import org.depinsdk.attestation.chain.RevocationSource;

/**
 * What a network fixes for one scheme of evidence; the revocation lists of the moment make {@link SchemeSettings} of it.
 *
 * @param anchors the keys that chains may end in; copied
 * @param references what good devices say of themselves
 * @param revocation what holds if it is not known whether a certificate was withdrawn
 * @param listMaxAge a list that is older says nothing; zero if there is none
 * @param noListReason why no lists are read; empty if they are
 * @param policy what is asked for
 */
public record SchemeRules(
    List<TrustAnchor> anchors,
    ReferenceValues references,
    Revocation.Mode revocation,
    Duration listMaxAge,
    String noListReason,
    AppraisalPolicy policy) {
  /** Copies, and checks that there are lists or a reason why not. */
  public SchemeRules {
    anchors = List.copyOf(anchors);
    boolean none = revocation == Revocation.Mode.NONE;
    if (none == noListReason.isBlank() || none != listMaxAge.isZero()) {
      throw new IllegalArgumentException(
          "revocation none has a reason and no maxAge, the others have a maxAge and no reason");
    }
  }

  /**
   * The settings of a moment.
   *
   * @param lists the revocation lists of the scheme; empty if none is there, so that nothing is known
   * @return the settings
   */
  SchemeSettings settings(Optional<RevocationSource> lists) {
    return new SchemeSettings(
        anchors,
        references,
        revocation == Revocation.Mode.NONE
            ? Revocation.none(noListReason)
            : new Revocation(
                revocation, Optional.of(lists.orElse(NoList.INSTANCE)), listMaxAge, ""),
        policy);
  }
}
