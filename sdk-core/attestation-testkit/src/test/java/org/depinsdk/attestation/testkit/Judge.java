package org.depinsdk.attestation.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;

/** Appraises evidence in a test. */
record Judge(EvidenceVerifier verifier, SchemeSettings settings, PriorState prior, Instant at) {
  static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");

  static Judge of(EvidenceVerifier verifier, TrustAnchor... anchors) {
    SchemeSettings settings = new SchemeSettings(
        List.of(anchors),
        ReferenceValues.NONE,
        Revocation.none("pretend certificates"),
        AppraisalPolicy.STRICT);
    return new Judge(verifier, settings, PriorState.NONE, AT);
  }

  Judge with(Map<String, List<String>> values, Map<String, Long> minimums) {
    return new Judge(verifier, settings.with(new ReferenceValues(values, minimums)), prior, at);
  }

  Judge with(Revocation revocation) {
    return new Judge(verifier, settings.with(revocation), prior, at);
  }

  Judge allowing(Relaxation... relaxations) {
    return new Judge(verifier, settings.with(settings.policy().with(relaxations)), prior, at);
  }

  Judge after(AttestationResult result) {
    return new Judge(verifier, settings, result.state(), at);
  }

  Judge using(EvidenceVerifier other) {
    return new Judge(other, settings, prior, at);
  }

  AttestationResult judge(Evidence evidence) {
    try {
      return verifier.appraise(
          evidence, new AppraisalContext(at, new Freshness.Nonce(NONCE), settings, prior));
    } catch (AppraisalException e) {
      throw new AssertionError(e);
    }
  }

  List<String> codes(Evidence evidence) {
    return codes(judge(evidence));
  }

  static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(finding -> finding.code().text()).toList();
  }
}
