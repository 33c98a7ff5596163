package org.depinsdk.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.device.Atecc608Compressed;
import org.depinsdk.attestation.device.Atecc608Template;
import org.depinsdk.attestation.eat.CborEat;
import org.depinsdk.attestation.eat.EatClaims;
import org.depinsdk.attestation.eat.JsonEat;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Every row of the tables {@code attestation/}. */
class AttestationTablesTest {
  static List<TrustAnchor> anchors(String scheme) throws EncodingException {
    List<TrustAnchor> anchors = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("attestation/roots").rows()) {
      if (row.text("scheme").equals(scheme)) {
        String[] labels =
            Stream.of(row.text("label")).filter(l -> !l.isEmpty()).toArray(String[]::new);
        anchors.add(TrustAnchor.ofCertificate(scheme, row.bytes("certificate"), labels));
      }
    }
    return anchors;
  }

  static SchemeSettings settings(List<TrustAnchor> anchors, Map<String, List<String>> references) {
    return new SchemeSettings(
        anchors,
        new ReferenceValues(references, Map.of()),
        Revocation.none("these were withdrawn or expired long ago"),
        AppraisalPolicy.STRICT);
  }

  static byte[] base64(ConformanceRow row, String column) {
    return Base64.getDecoder().decode(row.text(column));
  }

  /** What shows a nonce to be fresh; one that no verifier could have chosen is replaced. */
  static Freshness nonce(byte[] nonce) {
    return new Freshness.Nonce(nonce.length < 8 || nonce.length > 64 ? new byte[64] : nonce);
  }

  static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(finding -> finding.code().text()).toList();
  }

  @Test
  void roots() {
    KnownAnswers.check(
        "attestation/roots",
        row -> answers(
            "sha256",
            Hex.encode(Certificate.parse(row.bytes("certificate")).fingerprint().bytes())));
  }

  @Test
  void secureElements() {
    KnownAnswers.check("attestation/atecc608", row -> {
      Atecc608Compressed compressed = Atecc608Compressed.parse(row.bytes("compressed"));
      Atecc608Template template = Atecc608Template.of(
          row.bytes("example"),
          (int) row.number("template"),
          (int) row.number("chain"),
          compressed.serial());
      AttestedKey issuer = new AttestedKey(row.bytes("issuer"));
      byte[] certificate = template.rebuild(
          compressed, new AttestedKey(row.bytes("key")), row.bytes("chip"), issuer);
      assertThat(template.compress(certificate, issuer)).isEqualTo(compressed);
      return answers("certificate", certificate);
    });
  }

  @Test
  void androidKeys() {
    KnownAnswers.check("attestation/android-key", AttestationTablesTest::androidKey);
  }

  static Map<String, Object> androidKey(ConformanceRow row) throws Exception {
    List<byte[]> chain =
        row.list("chain").stream().map(Base64.getDecoder()::decode).toList();
    AttestationResult result = new AndroidKeyVerifier()
        .appraise(
            AndroidKeyVerifier.evidence(chain),
            new AppraisalContext(
                Instant.parse(row.text("at")),
                nonce(row.bytes("challenge")),
                settings(anchors("android-key"), Map.of()),
                PriorState.NONE));
    return answers(
        "protection", result.protection().label(),
        "bootState", result.claims().getOrDefault("verified-boot-state", ""),
        "bootKey", result.claims().getOrDefault("verified-boot-key", ""),
        "osPatchLevel", result.claims().getOrDefault("os-patch-level", ""),
        "tier", result.tier().label(),
        "findings", codes(result));
  }

  @Test
  void appAttests() {
    KnownAnswers.check("attestation/app-attest", AttestationTablesTest::appAttest);
  }

  static Map<String, Object> appAttest(ConformanceRow row) throws Exception {
    boolean assertion = row.text("kind").equals("assertion");
    AttestedKey attested = new AttestedKey(row.bytes("key"));
    PriorState prior = assertion
        ? new PriorState(Optional.of(attested.id()), new TreeMap<>(Map.of("assertion-counter", 0L)))
        : PriorState.NONE;
    byte[] nonce = row.bytes("nonce");
    AppraisalContext context = new AppraisalContext(
        Instant.parse(row.text("at")),
        nonce(nonce),
        settings(anchors("app-attest"), Map.of("app-id", List.of(row.text("app")))),
        prior);
    AttestationResult result = assertion
        ? new AppAssertionVerifier()
            .appraise(
                AppAssertionVerifier.evidence(
                    base64(row, "object"), nonce, Optional.empty(), attested),
                context)
        : new AppAttestationVerifier()
            .appraise(
                AppAttestationVerifier.evidence(base64(row, "object"), nonce, Optional.empty()),
                context);
    return answers(
        "key", result.key().map(key -> Hex.encode(key.spki())).orElse(""),
        "counter", result.counters().get("assertion-counter"),
        "tier", result.tier().label(),
        "findings", codes(result));
  }

  @Test
  void nitroDocuments() {
    KnownAnswers.check("attestation/nitro", AttestationTablesTest::nitro);
  }

  static Map<String, Object> nitro(ConformanceRow row) throws Exception {
    Instant at = Instant.parse(row.text("at"));
    AttestationResult result = new NitroVerifier()
        .appraise(
            new Evidence(NitroVerifier.MEDIA_TYPE, base64(row, "document")),
            new AppraisalContext(
                at,
                new Freshness.Timestamp(at.minusSeconds(1), at.plusSeconds(1)),
                settings(anchors("nitro"), Map.of()),
                PriorState.NONE));
    return answers(
        "pcr0", result.claims().getOrDefault("pcr0", "00".repeat(48)),
        "tier", result.tier().label(),
        "findings", codes(result));
  }

  @Test
  void eatClaims() {
    KnownAnswers.check("attestation/eat-claims", AttestationTablesTest::eat);
  }

  static Map<String, Object> eat(ConformanceRow row) {
    byte[] bytes = row.bytes("claims");
    try {
      EatClaims claims = switch (row.text("format")) {
        case "cbor" -> CborEat.parse(bytes);
        case "json" -> JsonEat.parse(bytes);
        case "cwt" -> CborEat.parse(CoseToken.parse(bytes).payload());
        default -> JsonEat.parse(JwsToken.parse(bytes).payload());
      };
      return answers(
          "nonces", claims.nonces().stream().map(Hex::encode).toList(),
          "ueid", claims.ueid().map(Hex::encode).orElse(""),
          "described", pairs(claims.described()),
          "debug", claims.debug().map(status -> status.label()).orElse(""),
          "oemBoot", claims.oemBoot().map(Object::toString).orElse(""),
          "submodules", pairs(new TreeMap<>(claims.submodules())));
    } catch (EncodingException e) {
      return answers("nonces", "refused");
    }
  }

  private static List<String> pairs(SortedMap<String, String> map) {
    return map.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
