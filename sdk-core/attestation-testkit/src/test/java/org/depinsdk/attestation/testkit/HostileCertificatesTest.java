package org.depinsdk.attestation.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.device.DeviceChainVerifier;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.eat.EatVerifier;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates that no authority may issue, in every format of evidence that has certificates: each is refused, with a code. */
class HostileCertificatesTest {
  private static final Instant AT = Judge.AT;
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final byte[] SECRET = "the secret of a pretend device 1".getBytes(US_ASCII);
  private static final Map<String, List<String>> REFERENCES = Map.of(
      "app-id", List.of(PretendApp.APP_ID),
      "rp-id", List.of(PretendAuthenticator.RP_ID),
      "origin", List.of(PretendAuthenticator.ORIGIN));
  private static final KeyPair STRANGER = Keys.p256();
  private static final KeyPair WEAK = weak();

  /** Evidence of one format, whose certificates are below an authority. */
  private interface Format {
    Evidence evidence(PretendCa below) throws Exception;
  }

  private record Row(EvidenceVerifier verifier, Format format) {}

  private static final Map<String, Row> FORMATS = formats();

  private static Map<String, Row> formats() {
    Map<String, Row> formats = new LinkedHashMap<>();
    formats.put(
        "android-key",
        new Row(new AndroidKeyVerifier(), ca -> new PretendPhone(ca).attest(Judge.NONCE)));
    formats.put(
        "app-attest",
        new Row(new AppAttestationVerifier(), ca -> new PretendApp(ca).attest(Judge.NONCE)));
    formats.put(
        "nitro",
        new Row(new NitroVerifier(), ca -> new PretendEnclave(ca).attest(Judge.NONCE, AT)));
    formats.put("tpm", new Row(new TpmEvidenceVerifier(), ca -> tpm(ca)));
    formats.put("device-chain", new Row(new DeviceChainVerifier(), ca -> deviceChain(ca)));
    formats.put("eat", new Row(new EatVerifier(), ca -> token(ca)));
    WebAuthnVerifier webAuthn = new WebAuthnVerifier();
    formats.put(
        "webauthn packed",
        new Row(webAuthn, ca -> new PretendAuthenticator(ca).packed(Judge.NONCE)));
    formats.put(
        "webauthn apple", new Row(webAuthn, ca -> new PretendAuthenticator(ca).apple(Judge.NONCE)));
    formats.put(
        "webauthn tpm",
        new Row(
            webAuthn,
            ca -> new PretendAuthenticator(ca)
                .tpm(PretendTpm.of(PretendCa.root("CN=TPM")), Judge.NONCE)));
    formats.put(
        "webauthn android-key",
        new Row(
            webAuthn,
            ca -> new PretendAuthenticator(ca).androidKey(new PretendPhone(ca), Judge.NONCE)));
    return formats;
  }

  private static Evidence tpm(PretendCa ca) throws Exception {
    KeyPair ek = Keys.p256();
    PretendCa manufacturing = ca.intermediate("CN=TPM Manufacturing");
    PretendTpm tpm = new PretendTpm(
        ek,
        manufacturing.chain(
            PretendTpm.certificate(manufacturing, ek.getPublic()).der()));
    // no challenge is made for a certificate that cannot be read
    PretendCa honest = PretendCa.root("CN=Honest");
    TpmAnnouncement announced = new TpmAnnouncement(
        honest.chain(PretendTpm.certificate(honest, ek.getPublic()).der()),
        tpm.ak().publicArea());
    byte[] challenge =
        new TpmEvidenceVerifier().challenge(announced.toBytes(), new byte[32], new SecureRandom());
    return new Evidence(TpmAnnouncement.MEDIA_TYPE, tpm.evidence(challenge).toBytes());
  }

  private static Evidence deviceChain(PretendCa ca) throws Exception {
    InMemorySigner chip = InMemorySigner.ofSecret(KeyAlgorithm.P256, SECRET);
    PretendCa batch = ca.intermediate("CN=Batch");
    byte[] leaf =
        batch.certify("CN=Device", key(SpkiKey.encode(chip.publicKey()))).der();
    return DeviceEvidence.sign(batch.chain(leaf), Judge.NONCE, chip.publicKey(), chip)
        .toEvidence();
  }

  private static Evidence token(PretendCa ca) throws Exception {
    PretendEntity entity = new PretendEntity();
    PretendCa issuing = ca.intermediate("CN=Entities");
    byte[] leaf =
        issuing.certify("CN=Entity", key(entity.anchor().key().spki())).der();
    CborValue chain = new CborValue.Array(
        issuing.chain(leaf).stream().<CborValue>map(CborValue.Bytes::new).toList());
    entity.claim(10, new CborValue.Bytes(Judge.NONCE));
    byte[] header =
        CborWriter.write(new CborValue.Dict(Map.of(new CborValue.Int(1), new CborValue.Int(-7))));
    CborValue message =
        entity.message(header, new CborValue.Dict(Map.of(new CborValue.Int(33), chain)));
    return new Evidence(EatVerifier.CWT, CborWriter.write(message));
  }

  private static PublicKey key(byte[] spki) throws Exception {
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
  }

  private static KeyPair weak() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static UnaryOperator<PretendCertificate> leaf(UnaryOperator<PretendCertificate> change) {
    return certificate -> certificate.isCa() ? certificate : change.apply(certificate);
  }

  private static UnaryOperator<PretendCertificate> ca(UnaryOperator<PretendCertificate> change) {
    return certificate -> certificate.isCa() ? change.apply(certificate) : certificate;
  }

  /** What is wrong with the certificates, and the end of the code that says so. */
  private enum Fault {
    EXPIRED_LEAF("expired", leaf(c -> c.valid(PretendCa.NOT_BEFORE, AT.minusSeconds(1)))),
    EXPIRED_CA("expired", ca(c -> c.valid(PretendCa.NOT_BEFORE, AT.minusSeconds(1)))),
    LEAF_NOT_YET_VALID("not-yet-valid", leaf(c -> c.valid(AT.plusSeconds(1), PretendCa.NOT_AFTER))),
    CA_NOT_YET_VALID("not-yet-valid", ca(c -> c.valid(AT.plusSeconds(1), PretendCa.NOT_AFTER))),
    LIFE_THAT_ENDS_BEFORE_IT_BEGINS(
        "expired", leaf(c -> c.valid(AT.plusSeconds(9), AT.minusSeconds(9)))),
    ANOTHER_ISSUER("issuer-mismatch", leaf(c -> c.issuer("CN=Another"))),
    SELF_SIGNED_LEAF(
        "bad-signature",
        leaf(c -> c.issuer("CN=Own").subject("CN=Own").signedBy(STRANGER.getPrivate()))),
    CA_OF_A_STRANGER("bad-signature", ca(c -> c.signedBy(STRANGER.getPrivate()))),
    LEAF_THAT_IS_A_CA(
        "leaf-is-ca",
        leaf(c -> c.extension(
            BASIC_CONSTRAINTS, true, PretendCertificate.encoded(new BasicConstraints(true))))),
    CA_WITHOUT_BASIC_CONSTRAINTS("not-a-ca", ca(c -> c.without(BASIC_CONSTRAINTS))),
    CA_THAT_SAYS_IT_IS_NONE(
        "not-a-ca",
        ca(c -> c.extension(
            BASIC_CONSTRAINTS, true, PretendCertificate.encoded(new BasicConstraints(false))))),
    PATH_TOO_LONG("path-too-long", ca(c -> c.ca(0))),
    CA_THAT_MAY_NOT_SIGN("key-usage", ca(c -> c.keyUsage(KeyUsage.digitalSignature))),
    UNKNOWN_CRITICAL_EXTENSION_OF_LEAF(
        "unknown-critical-extension", leaf(c -> c.extension("1.2.3.4", true, new byte[] {5, 0}))),
    UNKNOWN_CRITICAL_EXTENSION_OF_CA(
        "unknown-critical-extension", ca(c -> c.extension("1.2.3.4", true, new byte[] {5, 0}))),
    NAME_CONSTRAINTS(
        "unknown-critical-extension",
        ca(c -> c.extension("2.5.29.30", true, new byte[] {0x30, 0}))),
    REPEATED_EXTENSION_OF_LEAF("malformed", leaf(PretendCertificate::repeatingAnExtension)),
    REPEATED_EXTENSION_OF_CA("malformed", ca(PretendCertificate::repeatingAnExtension)),
    HUGE_SERIAL_OF_LEAF("serial", leaf(c -> c.serial(BigInteger.ONE.shiftLeft(2000)))),
    HUGE_SERIAL_OF_CA("serial", ca(c -> c.serial(BigInteger.ONE.shiftLeft(2000)))),
    SHA1("sha1", leaf(c -> c.algorithm("SHA1withECDSA"))),
    WEAK_KEY_OF_LEAF("weak-leaf-key", leaf(c -> c.key(WEAK.getPublic()))),
    WEAK_KEY_OF_CA("weak-issuer-key", UnaryOperator.identity());

    private final String code;
    private final UnaryOperator<PretendCertificate> change;

    Fault(String code, UnaryOperator<PretendCertificate> change) {
      this.code = code;
      this.change = change;
    }
  }

  /** CAs of genuine phones have no key usage, and no other key of a phone is a CA. */
  private static final Map<String, Set<Fault>> TAKEN = Map.of(
      "android-key", Set.of(Fault.CA_THAT_MAY_NOT_SIGN),
      "webauthn android-key", Set.of(Fault.CA_THAT_MAY_NOT_SIGN));

  static Stream<Arguments> rows() {
    return FORMATS.keySet().stream()
        .flatMap(format -> Stream.of(Fault.values()).map(fault -> Arguments.of(format, fault)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachFormatRefusesEachFault(String format, Fault fault) throws Exception {
    KeyPair keys = fault == Fault.WEAK_KEY_OF_CA ? WEAK : Keys.p256();
    AttestationResult refused = appraise(format, keys, fault.change);
    String code = refused.scheme() + ".chain." + fault.code;
    if (TAKEN.getOrDefault(format, Set.of()).contains(fault)) {
      assertThat(Judge.codes(refused)).doesNotContain(code);
      return;
    }
    assertThat(Judge.codes(refused)).contains(code);
    assertThat(refused.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
    // it is the fault alone
    assertThat(Judge.codes(appraise(format, Keys.p256(), UnaryOperator.identity())))
        .noneMatch(found -> found.contains(".chain."));
  }

  /** Below two authorities, so that the path of the upper one is long. */
  private static AttestationResult appraise(
      String format, KeyPair keys, UnaryOperator<PretendCertificate> change) throws Exception {
    Row row = FORMATS.get(format);
    PretendCa root = PretendCa.root("CN=Root", keys, change);
    TrustAnchor anchor = root.anchor();
    return Judge.of(row.verifier, anchor)
        .with(REFERENCES, Map.of())
        .judge(row.format.evidence(root.intermediate("CN=Upper")));
  }
}
