package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestationResultJson;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.android.AndroidStatusList;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.ear.Ear;
import org.depinsdk.attestation.ear.EarReader;
import org.depinsdk.attestation.eat.CborEat;
import org.depinsdk.attestation.eat.EatVerifier;
import org.depinsdk.attestation.eat.JsonEat;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile bytes as evidence: always a result, and an affirming one for what was honestly made only. */
class EvidenceFuzzTest {
  private static final PretendPhone PHONE = new PretendPhone();
  private static final PretendApp APP = new PretendApp().after(PretendApp.extensions(1, "7"));
  private static final PretendEntity ENTITY = new PretendEntity()
      .claim(256, new CborValue.Bytes(new byte[17]))
      .claim(258, new CborValue.Int(64242))
      .claim(260, CborValue.Array.of(new CborValue.Text("3.1"), new CborValue.Int(1)))
      .claim(262, CborValue.Simple.TRUE)
      .claim(263, new CborValue.Int(3))
      .claim(266, new CborValue.Dict(Map.of(new CborValue.Text("a"), CborValue.Array.of())));
  private static final PretendEnclave ENCLAVE = new PretendEnclave();
  private static final PretendCa CA = PretendCa.root("CN=Root");

  private static final Judge ANDROID = Judge.of(new AndroidKeyVerifier(), PHONE.anchor());
  private static final Judge ATTESTATION = Judge.of(new AppAttestationVerifier(), APP.anchor())
      .with(Map.of("app-id", List.of(PretendApp.APP_ID)), Map.of());
  private static final Evidence ATTESTED = APP.attest(Judge.NONCE);
  private static final Judge ASSERTION =
      ATTESTATION.after(ATTESTATION.judge(ATTESTED)).using(new AppAssertionVerifier());
  private static final Judge EAT = Judge.of(new EatVerifier(), ENTITY.anchor("isolated"));
  private static final Judge NITRO = Judge.of(new NitroVerifier(), ENCLAVE.anchor());

  private static final PretendAuthenticator AUTHENTICATOR = new PretendAuthenticator();
  private static final Judge WEBAUTHN = Judge.of(
          new WebAuthnVerifier(), AUTHENTICATOR.anchor("isolated"), PHONE.anchor())
      .with(
          Map.of(
              "rp-id", List.of(PretendAuthenticator.RP_ID),
              "origin", List.of(PretendAuthenticator.ORIGIN)),
          Map.of());
  private static final byte[] PACKED = AUTHENTICATOR.packed(Judge.NONCE).bytes();

  private static final byte[] PHONE_SEED = PHONE.attest(Judge.NONCE).bytes();
  private static final byte[] ASSERTED = APP.assertion(Judge.NONCE).bytes();
  private static final byte[] CWT = ENTITY.cwt(Judge.NONCE).bytes();
  private static final byte[] JWT = ENTITY
      .jwt(JsonObject.builder()
          .put("eat_nonce", "AQIDBAUGBwgJ")
          .put("ueid", "AdNJU4oYXtUpA-Hx3jA7_DQ")
          .put("dbgstat", "disabled")
          .put("submods", JsonObject.builder().build())
          .build())
      .bytes();
  private static final byte[] DOCUMENT = ENCLAVE.attest(Judge.NONCE, Judge.AT).bytes();

  /** Whatever the bytes are, a second look gives the same result, and what is affirmed is the honest evidence. */
  private static void judge(Judge judge, String mediaType, byte[] data, byte[] honest) {
    if (data.length > Evidence.MAX_BYTES) {
      return;
    }
    Evidence evidence = new Evidence(mediaType, data);
    AttestationResult result = judge.judge(evidence);
    EvidenceVerifier verifier = judge.verifier();
    assertThat(result.scheme()).isEqualTo(verifier.scheme());
    assertThat(judge.judge(evidence)).isEqualTo(result);
    if (result.tier() == TrustTier.AFFIRMING && !Arrays.equals(data, honest)) {
      // the bytes that no signature covers may differ: tags, unprotected headers, unsigned lengths
      assertThat(result.key())
          .isEqualTo(judge.judge(new Evidence(mediaType, honest)).key());
    }
  }

  static Stream<byte[]> androidKeys() {
    return Stream.of(PHONE_SEED);
  }

  @MethodSource("androidKeys")
  @FuzzTest
  void androidKeys(byte[] data) {
    judge(ANDROID, AndroidKeyVerifier.MEDIA_TYPE, data, PHONE_SEED);
  }

  static Stream<byte[]> appAttestations() {
    return Stream.of(ATTESTED.bytes());
  }

  @MethodSource("appAttestations")
  @FuzzTest
  void appAttestations(byte[] data) {
    judge(ATTESTATION, AppAttestationVerifier.MEDIA_TYPE, data, ATTESTED.bytes());
  }

  static Stream<byte[]> appAssertions() {
    return Stream.of(ASSERTED);
  }

  @MethodSource("appAssertions")
  @FuzzTest
  void appAssertions(byte[] data) {
    judge(ASSERTION, AppAssertionVerifier.MEDIA_TYPE, data, ASSERTED);
  }

  static Stream<byte[]> tokens() {
    return Stream.of(CWT, JWT);
  }

  @MethodSource("tokens")
  @FuzzTest
  void tokens(byte[] data) {
    judge(EAT, EatVerifier.CWT, data, CWT);
    judge(EAT, EatVerifier.JWT, data, JWT);
  }

  static Stream<byte[]> claims() {
    return Stream.of(
        new byte[] {(byte) 0xa2, 10, 72, 1, 2, 3, 4, 5, 6, 7, 8, 25, 1, 7, 3},
        "{\"eat_nonce\":[\"AQIDBAUGBwgJ\"],\"iat\":1,\"oemid\":7}"
            .getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("claims")
  @FuzzTest
  void claims(byte[] data) {
    try {
      assertThat(CborEat.parse(data).nonces()).allMatch(nonce -> nonce.length >= 8);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(JsonEat.parse(data).nonces()).allMatch(nonce -> nonce.length >= 8);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> nitroDocuments() {
    return Stream.of(DOCUMENT);
  }

  @MethodSource("nitroDocuments")
  @FuzzTest
  void nitroDocuments(byte[] data) {
    judge(NITRO, NitroVerifier.MEDIA_TYPE, data, DOCUMENT);
  }

  static Stream<byte[]> registrations() {
    return Stream.of(
        PACKED,
        AUTHENTICATOR.self(Judge.NONCE).bytes(),
        AUTHENTICATOR.fidoU2f(Judge.NONCE).bytes(),
        AUTHENTICATOR.apple(Judge.NONCE).bytes(),
        AUTHENTICATOR.androidKey(PHONE, Judge.NONCE).bytes(),
        AUTHENTICATOR.tpm(PretendTpm.of(CA), Judge.NONCE).bytes(),
        AUTHENTICATOR.none(Judge.NONCE).bytes());
  }

  @MethodSource("registrations")
  @FuzzTest
  void registrations(byte[] data) {
    if (data.length > Evidence.MAX_BYTES) {
      return;
    }
    Evidence evidence = new Evidence(WebAuthnVerifier.MEDIA_TYPE, data);
    AttestationResult result = WEBAUTHN.judge(evidence);
    assertThat(WEBAUTHN.judge(evidence)).isEqualTo(result);
    // whoever has no attestation key can neither self-attest nor leave the attestation out
    if (result.tier() == TrustTier.AFFIRMING) {
      assertThat(result.findings()).isEmpty();
      assertThat(result.claims().get("format"))
          .isIn("packed", "fido-u2f", "apple", "android-key", "tpm");
      assertThat(result.key()).isPresent();
    }
  }

  static Stream<byte[]> certificates() {
    return Stream.of(
        CA.certificate(),
        CA.certify("CN=x", Keys.p384().getPublic())
            .extendedUsages(true, "2.23.133.8.1")
            .der());
  }

  @MethodSource("certificates")
  @FuzzTest
  void certificates(byte[] data) {
    try {
      Certificate certificate = Certificate.parse(data);
      assertThat(certificate.der()).isEqualTo(data);
      assertThat(certificate.subject()).isNotNull();
      assertThat(certificate.subjectAttributes("2.5.4.3")).isNotNull();
      certificate
          .criticalExtensions()
          .forEach(oid -> assertThat(certificate.extension(oid)).isPresent());
      judge(
          ANDROID,
          AndroidKeyVerifier.MEDIA_TYPE,
          AndroidKeyVerifier.evidence(List.of(data, data)).bytes(),
          PHONE_SEED);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> revocationLists() {
    return Stream.of(
        CA.crl(
            Judge.AT,
            Judge.AT.plusSeconds(60),
            Map.of(BigInteger.TEN, Judge.AT),
            Set.of(BigInteger.TEN)),
        "{\"entries\":{\"c35\":{\"status\":\"REVOKED\"}}}".getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("revocationLists")
  @FuzzTest
  void revocationLists(byte[] data) throws EncodingException {
    Certificate certificate = Certificate.parse(CA.certificate());
    try {
      assertThat(CrlSnapshot.of(data).status(certificate, certificate.key(), Judge.AT))
          .isNotNull();
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(AndroidStatusList.parse(data, Judge.AT)
              .status(certificate, certificate.key(), Judge.AT))
          .isNotNull();
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> results() {
    AttestationResult result = EAT.judge(new Evidence(EatVerifier.CWT, CWT));
    return Stream.of(
        Json.document(AttestationResultJson.write(result)),
        Json.document(EAT.settings().json()),
        Ear.cwt(result, "a", "b", SignatureAlgorithm.ES256, ENTITY::sign),
        Ear.jwt(result, "a", "b", SignatureAlgorithm.ES256, ENTITY::sign)
            .getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("results")
  @FuzzTest
  void results(byte[] data) {
    try {
      JsonObject json = Json.parseObject(data, JsonLimits.DEFAULT);
      if (json.has("scheme")) {
        AttestationResult result = AttestationResultJson.parse(json);
        assertThat(AttestationResultJson.parse(AttestationResultJson.write(result)))
            .isEqualTo(result);
      } else {
        SchemeSettings settings = SchemeSettings.parse(json, Map.of());
        assertThat(SchemeSettings.parse(settings.json(), Map.of())).isEqualTo(settings);
      }
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(EarReader.cwt(data, ENTITY.anchor().key(), "a", "b")).isNotNull();
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      String jwt = new String(data, StandardCharsets.ISO_8859_1);
      assertThat(EarReader.jwt(jwt, ENTITY.anchor().key(), "a", "b")).isNotNull();
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
