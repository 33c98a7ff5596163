package org.depinsdk.attestation;

import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
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
    List<TrustAnchor> anchors = row.text("anchor").equals("last")
        ? List.of(TrustAnchor.ofCertificate("last", last(row), "firmware"))
        : AttestationTablesTest.anchors(row.text("anchor"));
    return AttestationTablesTest.settings(
        anchors,
        Map.of("rp-id", List.of(row.text("rpId")), "origin", List.of(row.text("webOrigin"))));
  }

  /** The last certificate in the statement. */
  static byte[] last(ConformanceRow row) throws EncodingException {
    CborValue.Dict object =
        (CborValue.Dict) CborReader.readTolerant(AttestationTablesTest.base64(row, "object"));
    CborValue.Dict statement = (CborValue.Dict) object.get("attStmt").orElseThrow();
    List<CborValue> chain = ((CborValue.Array) statement.get("x5c").orElseThrow()).items();
    return CborFields.bytes(chain.get(chain.size() - 1), "x5c");
  }
}
