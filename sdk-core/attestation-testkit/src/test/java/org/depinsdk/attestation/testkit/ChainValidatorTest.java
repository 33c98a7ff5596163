package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.api.Test;

class ChainValidatorTest {
  private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");
  private static final Revocation NO_LIST = Revocation.none("pretend certificates");

  private final PretendCa root = PretendCa.root("CN=Root");
  private final PretendCa issuing = root.intermediate("CN=Issuing");
  private final KeyPair device = Keys.p256();

  private PretendCertificate leaf() {
    return issuing.certify("CN=Device 1", device.getPublic());
  }

  private AttestationResult validate(
      List<byte[]> chain, ChainRules rules, Revocation revocation, Relaxation... relaxations) {
    return validate(chain, rules, List.of(root.anchor("old")), revocation, relaxations);
  }

  private static AttestationResult validate(
      List<byte[]> chain,
      ChainRules rules,
      List<TrustAnchor> anchors,
      Revocation revocation,
      Relaxation... relaxations) {
    SchemeSettings settings = new SchemeSettings(
        anchors, ReferenceValues.NONE, revocation, AppraisalPolicy.STRICT.with(relaxations));
    Appraisal appraisal = Appraisal.of(
        "test",
        new Evidence("application/octet-stream", new byte[0]),
        new AppraisalContext(AT, new Freshness.Nonce(new byte[8]), settings, PriorState.NONE));
    try {
      Optional<CertificateChain> validated = ChainValidator.validate(chain, rules, appraisal);
      validated
          .flatMap(CertificateChain::basis)
          .ifPresent(
              basis -> appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, basis));
      return appraisal.result();
    } catch (AppraisalException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(List<byte[]> chain, String... codes) {
    AttestationResult result = validate(chain, ChainRules.DEFAULT, NO_LIST);
    assertThat(codes(result)).containsExactly(codes);
    assertThat(result.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
  }

  private void assertRefused(PretendCertificate leaf, String... codes) {
    assertRefused(issuing.chain(leaf.der()), codes);
  }

  private static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(f -> f.code().text()).toList();
  }

  private static boolean affirmed(AttestationResult result) {
    return result.vector().tier(TrustClaim.INSTANCE_IDENTITY) == TrustTier.AFFIRMING;
  }

  @Test
  void aChainNeedsTheNamesOfItsIssuersAndNotTheirKeysAlone() {
    PretendCa renamed = root.intermediate(
        issuing.keys(), root.certify("CN=Another", issuing.keys().getPublic()).ca(0));
    assertRefused(renamed.chain(leaf().der()), "test.chain.issuer-mismatch");
  }

  @Test
  void affirmsAGoodChainWithAndWithoutItsRoot() {
    List<byte[]> chain = issuing.chain(leaf().der());
    for (int length : new int[] {2, 3}) {
      AttestationResult result = validate(chain.subList(0, length), ChainRules.DEFAULT, NO_LIST);
      assertThat(codes(result)).isEmpty();
      assertThat(affirmed(result)).isTrue();
    }
  }

  @Test
  void refusesARootThatOnlyHasTheRightName() {
    PretendCa impostor = PretendCa.root("CN=Root");
    assertRefused(
        impostor.chain(impostor.certify("CN=Device 1", device.getPublic()).der()),
        "test.chain.unknown-anchor");
  }

  @Test
  void findsEveryProblemOfOneChain() {
    List<byte[]> chain = issuing.chain(leaf()
        .valid(AT.minusSeconds(10), AT.minusSeconds(1))
        .extension("1.2.3.4", true, new byte[] {5, 0})
        .signedBy(device.getPrivate())
        .der());
    assertRefused(
        chain,
        "test.chain.bad-signature",
        "test.chain.expired",
        "test.chain.unknown-critical-extension");
  }

  @Test
  void lifeEndsAfterItsLastSecond() {
    assertThat(
            codes(validate(issuing.chain(leaf().valid(AT, AT).der()), ChainRules.DEFAULT, NO_LIST)))
        .isEmpty();
    assertRefused(leaf().valid(AT.minusSeconds(9), AT.minusSeconds(1)), "test.chain.expired");
    assertRefused(leaf().valid(AT.plusSeconds(1), AT.plusSeconds(9)), "test.chain.not-yet-valid");
  }

  @Test
  void expiredCertificatesPassUnderTheLabelledAnchorOnly() {
    List<byte[]> chain =
        issuing.chain(leaf().valid(AT.minusSeconds(9), AT.minusSeconds(1)).der());
    AttestationResult old = validate(chain, ChainRules.DEFAULT.lifelongUnder("old"), NO_LIST);
    assertThat(codes(old)).containsExactly("test.chain.expired-and-lifelong");
    assertThat(affirmed(old)).isTrue();
    AttestationResult other = validate(chain, ChainRules.DEFAULT.lifelongUnder("rkp"), NO_LIST);
    assertThat(codes(other)).containsExactly("test.chain.expired");
    AttestationResult relaxed =
        validate(chain, ChainRules.DEFAULT, NO_LIST, Relaxation.ALLOW_EXPIRED_CERTIFICATES);
    assertThat(relaxed.vector().tier(TrustClaim.INSTANCE_IDENTITY)).isEqualTo(TrustTier.WARNING);
  }

  @Test
  void onlyAuthoritiesCertify() {
    byte[] genuine = leaf().der();
    byte[] extended = new PretendCertificate("CN=Device 1", device.getPrivate())
        .subject("CN=Device 2")
        .key(Keys.p256().getPublic())
        .der();
    List<byte[]> chain = new ArrayList<>(List.of(extended));
    chain.addAll(issuing.chain(genuine));
    assertRefused(chain, "test.chain.not-a-ca");
    assertRefused(leaf().ca(0), "test.chain.leaf-is-ca");
  }

  @Test
  void pathLengthAndKeyUsageBind() {
    KeyPair keys = Keys.p256();
    PretendCa narrow =
        root.intermediate(keys, root.certify("CN=Narrow", keys.getPublic()).ca(0));
    PretendCa below = narrow.intermediate("CN=Below");
    assertRefused(
        below.chain(below.certify("CN=Device 1", device.getPublic()).der()),
        "test.chain.path-too-long");
    PretendCa unable = root.intermediate(
        keys,
        root.certify("CN=Unable", keys.getPublic()).ca(0).keyUsage(KeyUsage.digitalSignature));
    List<byte[]> chain =
        unable.chain(unable.certify("CN=Device 1", device.getPublic()).der());
    assertRefused(chain, "test.chain.key-usage");
    assertThat(codes(validate(chain, ChainRules.DEFAULT.withLenientCas(), NO_LIST)))
        .isEmpty();
  }

  @Test
  void extendedUsagesAreThoseOfTheScheme() {
    ChainRules rules = ChainRules.DEFAULT.withLeafUsages("2.23.133.8.1");
    assertThat(codes(validate(
            issuing.chain(leaf().extendedUsages(true, "2.23.133.8.1").der()), rules, NO_LIST)))
        .isEmpty();
    for (PretendCertificate leaf :
        List.of(leaf(), leaf().extendedUsages(false, "2.23.133.8.3", "2.5.29.37.0"))) {
      assertThat(codes(validate(issuing.chain(leaf.der()), rules, NO_LIST)))
          .containsExactly("test.chain.missing-extended-key-usage");
    }
  }

  @Test
  void sha1NeedsItsRelaxation() {
    List<byte[]> chain = issuing.chain(leaf().algorithm("SHA1withECDSA").der());
    assertRefused(chain, "test.chain.sha1");
    AttestationResult relaxed = validate(chain, ChainRules.DEFAULT, NO_LIST, Relaxation.ALLOW_SHA1);
    assertThat(relaxed.vector().value(TrustClaim.INSTANCE_IDENTITY)).isEqualTo(TrustValues.WEAK);
  }

  @Test
  void bytesThatAreNoCertificateAreAFinding() {
    byte[] der = leaf().der();
    assertRefused(List.of(new byte[] {0x30, 0x03, 1}), "test.chain.malformed");
    assertRefused(List.of(FuzzInput.concat(der, new byte[1])), "test.chain.malformed");
    assertRefused(List.of(), "test.chain.length");
    List<byte[]> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(der);
    }
    assertRefused(eleven, "test.chain.length");
  }

  @Test
  void otherEncodingsOfTheSameCertificateAreAFinding() {
    byte[] der = leaf().der();
    // the outer length in one byte more than needed
    byte[] odd =
        FuzzInput.concat(new byte[] {0x30, (byte) 0x83, 0}, Arrays.copyOfRange(der, 2, der.length));
    if ((der[1] & 0xff) == 0x82) {
      assertRefused(issuing.chain(odd), "test.chain.not-der");
      AttestationResult relaxed = validate(
          issuing.chain(odd),
          ChainRules.DEFAULT,
          NO_LIST,
          Relaxation.ALLOW_CERTIFICATES_THAT_ARE_NOT_DER);
      assertThat(relaxed.vector().value(TrustClaim.INSTANCE_IDENTITY)).isEqualTo(TrustValues.WEAK);
    } else {
      throw new AssertionError("a certificate of less than 256 bytes");
    }
  }

  @Test
  void revocationCountsFromItsInstantOn() throws Exception {
    BigInteger serial = BigInteger.valueOf(77);
    List<byte[]> chain = issuing.chain(leaf().serial(serial).der());
    byte[] rootList = root.crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(), Set.of());
    assertThat(codes(
            validate(chain, ChainRules.DEFAULT, closed(rootList, list(serial, AT.plusSeconds(1))))))
        .isEmpty();
    AttestationResult revoked =
        validate(chain, ChainRules.DEFAULT, closed(rootList, list(serial, AT)));
    assertThat(codes(revoked)).containsExactly("test.chain.revoked");
    assertThat(revoked.findings().get(0).facts()).containsEntry("certificate", "0");
    byte[] hold =
        issuing.crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(serial, AT), Set.of(serial));
    assertThat(codes(validate(chain, ChainRules.DEFAULT, closed(rootList, hold))))
        .containsExactly("test.chain.suspended");
  }

  private byte[] list(BigInteger serial, Instant since) {
    return issuing.crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(serial, since), Set.of());
  }

  private static Revocation closed(byte[]... lists) throws Exception {
    return Revocation.failClosed(CrlSnapshot.of(lists), Duration.ofDays(1));
  }

  @Test
  void whatNoListCoversFollowsTheSettings() throws Exception {
    List<byte[]> chain = issuing.chain(leaf().der());
    byte[] stale = issuing.crl(AT.minusSeconds(60), AT.minusSeconds(1), Map.of(), Set.of());
    byte[] forged = PretendCa.root("CN=Issuing")
        .crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(), Set.of());
    byte[] good = issuing.crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(), Set.of());
    byte[] rootList = root.crl(AT.minusSeconds(60), AT.plusSeconds(60), Map.of(), Set.of());
    for (byte[] list : List.of(stale, forged)) {
      AttestationResult closed = validate(chain, ChainRules.DEFAULT, closed(rootList, list));
      assertThat(codes(closed)).containsExactly("test.chain.revocation-unknown");
      assertThat(closed.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
      AttestationResult open = validate(
          chain,
          ChainRules.DEFAULT,
          Revocation.failOpen(CrlSnapshot.of(rootList, list), Duration.ofDays(1)));
      assertThat(codes(open)).containsExactly("test.chain.revocation-unknown");
      assertThat(affirmed(open)).isTrue();
    }
    AttestationResult old = validate(
        chain,
        ChainRules.DEFAULT,
        Revocation.failClosed(CrlSnapshot.of(rootList, good), Duration.ofSeconds(59)));
    assertThat(codes(old))
        .containsExactly("test.chain.revocation-unknown", "test.chain.revocation-unknown");
  }

  @Test
  void aListOfTheFutureCallsNothingGood() throws Exception {
    List<byte[]> chain = issuing.chain(leaf().serial(BigInteger.valueOf(77)).der());
    Instant next = AT.plusSeconds(1);
    byte[] rootList = root.crl(next, next.plusSeconds(60), Map.of(), Set.of());
    byte[] good = issuing.crl(next, next.plusSeconds(60), Map.of(), Set.of());
    assertThat(codes(validate(chain, ChainRules.DEFAULT, closed(rootList, good))))
        .containsExactly("test.chain.revocation-unknown", "test.chain.revocation-unknown");
    byte[] revoked = issuing.crl(
        next, next.plusSeconds(60), Map.of(BigInteger.valueOf(77), AT.minusSeconds(1)), Set.of());
    assertThat(codes(validate(chain, ChainRules.DEFAULT, closed(rootList, revoked))))
        .contains("test.chain.revoked");
  }

  /** Two authorities that certify each other lead to no anchor, however often they are sent. */
  @Test
  void aLoopOfIssuersEndsAndIsRefused() {
    KeyPair first = Keys.p256();
    KeyPair second = Keys.p256();
    byte[] ofFirst = certified("CN=First", first, "CN=Second", second);
    byte[] ofSecond = certified("CN=Second", second, "CN=First", first);
    List<byte[]> chain =
        new ArrayList<>(List.of(new PretendCertificate("CN=First", first.getPrivate())
            .subject("CN=Device 1")
            .key(device.getPublic())
            .der()));
    while (chain.size() < ChainRules.MOST) {
      chain.add(chain.size() % 2 == 1 ? ofFirst : ofSecond);
    }
    assertRefused(chain, "test.chain.unknown-anchor");
    chain.add(ofSecond);
    assertRefused(chain, "test.chain.length");
  }

  private static byte[] certified(String subject, KeyPair key, String issuer, KeyPair signer) {
    return new PretendCertificate(issuer, signer.getPrivate())
        .subject(subject)
        .key(key.getPublic())
        .ca(-1)
        .der();
  }

  @Test
  void noAnchorsAreAFaultOfTheVerifier() {
    assertThatThrownBy(() -> ChainValidator.validate(
            issuing.chain(leaf().der()),
            ChainRules.DEFAULT,
            Appraisal.of(
                "test",
                new Evidence("application/octet-stream", new byte[0]),
                new AppraisalContext(
                    AT,
                    new Freshness.Nonce(new byte[8]),
                    new SchemeSettings(
                        List.of(), ReferenceValues.NONE, NO_LIST, AppraisalPolicy.STRICT),
                    PriorState.NONE))))
        .isInstanceOf(AppraisalException.class);
  }

  @Test
  void namesAndKeysAreRead() throws Exception {
    Certificate certificate = Certificate.parse(leaf().der());
    assertThat(certificate.subjectAttributes("2.5.4.3")).containsExactly("Device 1");
    assertThat(certificate.key().spki()).isEqualTo(device.getPublic().getEncoded());
    assertThat(certificate.strictDer()).isTrue();
  }
}
