package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WebAuthnTest {
  private static final byte[] WRONG = new byte[70];

  private final PretendAuthenticator authenticator = new PretendAuthenticator();
  private final PretendPhone phone = new PretendPhone();
  private final PretendTpm tpm = PretendTpm.of(PretendCa.root("CN=TPM"));

  private Judge judge() {
    return Judge.of(new WebAuthnVerifier(), authenticator.anchor("dedicated-chip"), phone.anchor())
        .with(references(), Map.of());
  }

  private static Map<String, List<String>> references() {
    return Map.of(
        "rp-id", List.of(PretendAuthenticator.RP_ID),
        "origin", List.of(PretendAuthenticator.ORIGIN));
  }

  private List<String> packed(UnaryOperator<PretendAuthenticator> change) {
    return judge().codes(change.apply(authenticator).packed(Judge.NONCE));
  }

  private List<String> tpm(String field, CborValue value) {
    return judge().codes(authenticator.statement(field, value).tpm(tpm, Judge.NONCE));
  }

  private void affirmed(Evidence evidence, KeyProtection protection, byte[] key) {
    AttestationResult result = judge().judge(evidence);
    assertThat(result.findings()).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.protection()).isEqualTo(protection);
    assertThat(result.key()).contains(new AttestedKey(key));
  }

  @Test
  void affirmsEachFormat() {
    byte[] key = authenticator.key().getPublic().getEncoded();
    affirmed(authenticator.packed(Judge.NONCE), KeyProtection.DEDICATED_CHIP, key);
    affirmed(authenticator.fidoU2f(Judge.NONCE), KeyProtection.DEDICATED_CHIP, key);
    affirmed(authenticator.apple(Judge.NONCE), KeyProtection.DEDICATED_CHIP, key);
    affirmed(
        authenticator.tpm(tpm, Judge.NONCE),
        KeyProtection.DEDICATED_CHIP,
        tpm.key().pair().getPublic().getEncoded());
    affirmed(
        authenticator.androidKey(phone, Judge.NONCE),
        KeyProtection.ISOLATED,
        phone.key().getPublic().getEncoded());
  }

  @Test
  void affirmsNoSelfAttestationAndNone() {
    AttestationResult self = judge().judge(authenticator.self(Judge.NONCE));
    assertThat(Judge.codes(self)).containsExactly("webauthn.software-key");
    assertThat(self.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
    assertThat(self.protection()).isEqualTo(KeyProtection.SOFTWARE);
    AttestationResult allowed =
        judge().allowing(Relaxation.ALLOW_SOFTWARE_KEYS).judge(authenticator.self(Judge.NONCE));
    assertThat(allowed.tier()).isEqualTo(TrustTier.NONE);
    AttestationResult none =
        judge().allowing(Relaxation.values()).judge(authenticator.none(Judge.NONCE));
    assertThat(Judge.codes(none)).containsExactly("webauthn.not-attested");
    assertThat(none.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
  }

  @Test
  void refusesUnknownFormatsAndWhatIsNone() {
    assertThat(judge().codes(authenticator.format("none").packed(Judge.NONCE)))
        .containsExactly("webauthn.malformed");
    assertThat(judge().codes(authenticator.format("compound").packed(Judge.NONCE)))
        .containsExactly("webauthn.format-unknown");
  }

  @Test
  void refusesOtherSignatures() {
    authenticator.statement("sig", new CborValue.Bytes(WRONG));
    for (Evidence evidence : List.of(
        authenticator.packed(Judge.NONCE),
        authenticator.fidoU2f(Judge.NONCE),
        authenticator.androidKey(phone, Judge.NONCE),
        authenticator.tpm(tpm, Judge.NONCE))) {
      assertThat(judge().codes(evidence)).containsExactly("webauthn.bad-signature");
    }
    assertThat(judge().codes(authenticator.self(Judge.NONCE)))
        .containsExactly("webauthn.bad-signature", "webauthn.software-key");
  }

  @Test
  void takesNoAlgorithmFromTheMessage() {
    for (long algorithm : new long[] {-35, -8, -257, -65535, 0}) {
      authenticator.statement("alg", new CborValue.Int(algorithm));
      for (Evidence evidence : List.of(
          authenticator.packed(Judge.NONCE),
          authenticator.androidKey(phone, Judge.NONCE),
          authenticator.tpm(tpm, Judge.NONCE))) {
        assertThat(judge().allowing(Relaxation.ALLOW_SHA1).codes(evidence))
            .containsExactly("webauthn.algorithm-mismatch");
      }
    }
  }

  @Test
  void comparesTheKindWithTheCertificateAndTheReferences() {
    byte[] other = new byte[16];
    assertThat(packed(a -> a.certifiedAaguid(new byte[0]))).isEmpty();
    assertThat(packed(a -> a.certifiedAaguid(other))).containsExactly("webauthn.aaguid-mismatch");
    assertThat(judge().codes(authenticator.tpm(tpm, Judge.NONCE)))
        .containsExactly("webauthn.aaguid-mismatch");
    Judge picky = judge()
        .with(
            Map.of(
                "rp-id", List.of(PretendAuthenticator.RP_ID),
                "origin", List.of(PretendAuthenticator.ORIGIN),
                "aaguid", List.of(Hex.encode(PretendAuthenticator.AAGUID))),
            Map.of());
    authenticator.certifiedAaguid(PretendAuthenticator.AAGUID);
    assertThat(picky.codes(authenticator.packed(Judge.NONCE))).isEmpty();
    // what U2F signs does not cover the kind
    assertThat(picky.codes(authenticator.fidoU2f(Judge.NONCE)))
        .containsExactly("webauthn.aaguid-unknown");
    assertThat(picky.codes(authenticator.aaguid(other).certifiedAaguid(other).packed(Judge.NONCE)))
        .containsExactly("webauthn.aaguid-unknown");
  }

  @Test
  void refusesOtherSubjects() {
    for (String subject : List.of(
        "CN=Pretend Key,OU=Other,O=ACME,C=AQ",
        "OU=Authenticator Attestation,O=ACME,C=AQ",
        "CN=Pretend Key,OU=Authenticator Attestation,C=AQ",
        "CN=Pretend Key,OU=Authenticator Attestation,O=ACME")) {
      assertThat(packed(a -> a.subject(subject))).containsExactly("webauthn.certificate-subject");
    }
  }

  @Test
  void refusesFlags() {
    assertThat(packed(a -> a.flags(0x40))).containsExactly("webauthn.user-not-present");
    assertThat(packed(a -> a.flags(0x01))).containsExactly("webauthn.flags");
    assertThat(packed(a -> a.flags(0xc1))).containsExactly("webauthn.flags");
    assertThat(packed(a -> a.flags(0x51))).containsExactly("webauthn.flags");
    assertThat(packed(a -> a.flags(0x49))).containsExactly("webauthn.backup-eligible");
    byte[] map = CborWriter.write(
        new CborValue.Dict(Map.of(new CborValue.Text("credProtect"), new CborValue.Int(1))));
    assertThat(packed(a -> a.extensions(map).flags(0x41))).containsExactly("webauthn.flags");
    assertThat(packed(a -> a.flags(0xc1))).isEmpty();
  }

  static Stream<Arguments> clientData() {
    String honest = "{'type':'webauthn.create','challenge':'NONCE','origin':'https://example.org'";
    return Stream.of(
        Arguments.of(honest + ",'crossOrigin':false,'more':1}", List.of()),
        Arguments.of(honest + ",'crossOrigin':true}", List.of("webauthn.cross-origin")),
        Arguments.of(honest + ",'topOrigin':'https://a.org'}", List.of("webauthn.cross-origin")),
        Arguments.of(honest + ",'crossOrigin':0}", List.of("webauthn.malformed")),
        Arguments.of(honest.replace("create", "get") + "}", List.of("webauthn.type")),
        Arguments.of(honest.replace(".org", ".com") + "}", List.of("webauthn.origin-unknown")),
        Arguments.of(honest.replace("NONCE", "AAAA") + "}", List.of("webauthn.nonce-mismatch")),
        Arguments.of(honest.replace("NONCE", "!") + "}", List.of("webauthn.malformed")),
        Arguments.of("[]", List.of("webauthn.malformed")));
  }

  @ParameterizedTest
  @MethodSource
  void clientData(String json, List<String> codes) {
    assertThat(packed(a -> a.clientData(json.replace('\'', '"')))).isEqualTo(codes);
  }

  @Test
  void refusesOtherCertificationsOfATpm() {
    assertThat(tpm("ver", new CborValue.Text("1.2"))).containsExactly("webauthn.tpm.version");
    authenticator.statement("ver", new CborValue.Text("2.0"));
    PretendTpm.Key other = PretendTpm.key(PretendTpm.KEY_ATTRIBUTES);
    assertThat(tpm("pubArea", new CborValue.Bytes(other.publicArea())))
        .containsExactly("webauthn.tpm.other-key");
    assertThat(tpm("pubArea", new CborValue.Bytes(WRONG)))
        .containsExactly("webauthn.tpm.malformed");
    authenticator.statement("pubArea", new CborValue.Bytes(tpm.key().publicArea()));
    assertThat(tpm("certInfo", new CborValue.Bytes(tpm.certify(WRONG, tpm.key()).attestation())))
        .containsExactly("webauthn.bad-signature", "webauthn.tpm.malformed");
  }

  @Test
  void asksForTheCertificateOfATpm() {
    byte[] other = authenticator
        .root()
        .certify("CN=Pretend Key", tpm.ak().pair().getPublic())
        .der();
    assertThat(tpm("x5c", CborValue.Array.of(new CborValue.Bytes(other))))
        .containsExactly(
            "webauthn.chain.missing-extended-key-usage",
            "webauthn.certificate-subject",
            "webauthn.tpm.missing-name");
  }

  private List<String> certified(byte[] data, PretendTpm.Key key) {
    var signed = tpm.certify(data, key);
    authenticator.statement("sig", new CborValue.Bytes(signed.signature()));
    authenticator.statement("pubArea", new CborValue.Bytes(key.publicArea()));
    return tpm("certInfo", new CborValue.Bytes(signed.attestation()));
  }

  @Test
  void refusesKeysThatATpmCertifiedForSomethingElse() {
    assertThat(certified(new byte[32], tpm.key())).containsExactly("webauthn.tpm.data-mismatch");
    assertThat(certified(new byte[32], PretendTpm.key(PretendTpm.KEY_ATTRIBUTES)))
        .containsExactly("webauthn.tpm.data-mismatch", "webauthn.key-mismatch");
    assertThat(certified(new byte[32], PretendTpm.key(0x00040040)))
        .containsExactly(
            "webauthn.tpm.data-mismatch", "webauthn.tpm.attributes", "webauthn.key-mismatch");
  }

  @Test
  void refusesPhonesThatAreNotLockedAndOtherKeys() {
    phone.boot(false, 2);
    assertThat(judge().codes(authenticator.androidKey(phone, Judge.NONCE)))
        .containsExactly("webauthn.boot-unlocked");
    List<byte[]> chain = new PretendPhone().chain(Judge.NONCE);
    CborValue other =
        new CborValue.Array(chain.stream().<CborValue>map(CborValue.Bytes::new).toList());
    assertThat(judge().codes(authenticator.statement("x5c", other).androidKey(phone, Judge.NONCE)))
        .contains(
            "webauthn.chain.unknown-anchor", "webauthn.nonce-mismatch", "webauthn.key-mismatch");
  }

  @Test
  void refusesAppleCertificatesOfOtherRegistrations() throws EncodingException {
    CborValue evidence = CborReader.read(authenticator.apple(new byte[8]).bytes());
    CborValue.Dict object = (CborValue.Dict) CborReader.read(
        CborFields.bytes(((CborValue.Array) evidence).items().get(0), "the object"));
    CborValue.Dict statement = (CborValue.Dict) object.get("attStmt").orElseThrow();
    authenticator.statement("x5c", statement.get("x5c").orElseThrow());
    assertThat(judge().codes(authenticator.apple(Judge.NONCE)))
        .containsExactly("webauthn.certificate-nonce-mismatch");
  }

  @Test
  void affirmsNothingUnderAnAnchorWithoutALabel() {
    AttestationResult result = Judge.of(new WebAuthnVerifier(), authenticator.anchor())
        .with(references(), Map.of())
        .judge(authenticator.packed(Judge.NONCE));
    assertThat(result.findings()).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.NONE);
    assertThat(Judge.of(new WebAuthnVerifier(), new PretendAuthenticator().anchor("isolated"))
            .with(references(), Map.of())
            .codes(authenticator.packed(Judge.NONCE)))
        .containsExactly("webauthn.chain.unknown-anchor");
  }

  @Test
  void asksForTheSameCredentialAndARisingCounter() {
    AttestationResult first = judge().judge(authenticator.counter(7).packed(Judge.NONCE));
    assertThat(judge().after(first).codes(authenticator.packed(Judge.NONCE))).isEmpty();
    assertThat(judge().after(first).codes(authenticator.counter(6).packed(Judge.NONCE)))
        .containsExactly("webauthn.counter-fell");
    assertThat(judge().after(first).codes(authenticator.counter(7).tpm(tpm, Judge.NONCE)))
        .containsExactly("webauthn.identity-changed");
  }

  @Test
  void withoutAnRpIdOrOriginNothingCanBeJudged() {
    for (String name : List.of("rp-id", "origin")) {
      Judge judge = judge().with(Map.of(name, references().get(name)), Map.of());
      assertThatThrownBy(() -> judge
              .verifier()
              .appraise(
                  authenticator.packed(Judge.NONCE),
                  new AppraisalContext(
                      Judge.AT, new Freshness.Nonce(Judge.NONCE), judge.settings(), judge.prior())))
          .isInstanceOf(AppraisalException.class);
    }
  }
}
