package org.depinsdk.attestation;

import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Every row of the table {@code attestation/webauthn}. */
class WebAuthnTableTest {
  @Test
  void registrations() {
    KnownAnswers.check("attestation/webauthn", WebAuthnTableTest::registration);
  }

  static Map<String, Object> registration(ConformanceRow row) throws Exception {
    SchemeSettings settings = settings(row);
    AttestationResult strict = appraise(row, settings);
    AttestationResult relaxed = appraise(
        row,
        settings.with(settings
            .policy()
            .with(
                Relaxation.ALLOW_SOFTWARE_KEYS,
                Relaxation.ALLOW_SHA1,
                Relaxation.ALLOW_UNLOCKED_BOOT)));
    return answers(
        "format", strict.claims().getOrDefault("format", ""),
        "protection", strict.protection().label(),
        "tier", strict.tier().label(),
        "findings", AttestationTablesTest.codes(strict),
        "relaxed", relaxed.tier().label());
  }

  static AttestationResult appraise(ConformanceRow row, SchemeSettings settings)
      throws AppraisalException {
    return new WebAuthnVerifier()
        .appraise(
            WebAuthnVerifier.evidence(
                AttestationTablesTest.base64(row, "object"),
                AttestationTablesTest.base64(row, "clientData")),
            new AppraisalContext(
                Instant.parse(row.text("at")),
                AttestationTablesTest.nonce(row.bytes("challenge")),
                settings,
                PriorState.NONE));
  }

  static SchemeSettings settings(ConformanceRow row) throws EncodingException {
    return AttestationTablesTest.settings(
        AttestationTablesTest.anchors(row.text("anchor")),
        Map.of("rp-id", List.of(row.text("rpId")), "origin", List.of(row.text("webOrigin"))));
  }
}
