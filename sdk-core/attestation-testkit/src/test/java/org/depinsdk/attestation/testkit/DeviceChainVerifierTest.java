package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceChainVerifier;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manufacturers' chains, genuine and not. */
class DeviceChainVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant MADE = Instant.parse("2026-03-01T00:00:00Z");
  private static final byte[] NONCE = new byte[32];
  private static final DeviceSigner CHIP = signer(1);
  private static final DeviceSigner STRANGER = signer(2);
  private static final DeviceCa ROOT = root(10);
  private static final DeviceCa BATCH = batch(ROOT, "B7", 11);
  private static final byte[] DEVICE = BATCH.issue(spki(CHIP), "ap-100", "SN-1", MADE);

  private static byte[] secret(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    return secret;
  }

  private static DeviceSigner signer(int number) {
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.P256, secret(number));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static DeviceCa root(int number) {
    try {
      return DeviceCa.root("acme", secret(number), MADE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static DeviceCa batch(DeviceCa root, String batch, int number) {
    try {
      return root.batch(batch, secret(number), MADE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttestedKey spki(DeviceSigner signer) {
    return new AttestedKey(SpkiKey.encode(signer.publicKey()));
  }

  private static SchemeSettings settings(TrustAnchor... anchors) {
    return new SchemeSettings(
        List.of(anchors),
        ReferenceValues.NONE,
        Revocation.none("a test"),
        AppraisalPolicy.STRICT.withValidity(Duration.ofDays(1)));
  }

  private static AttestationResult appraise(Evidence evidence, SchemeSettings settings, Instant at)
      throws Exception {
    return new DeviceChainVerifier()
        .appraise(
            evidence,
            new AppraisalContext(at, new Freshness.Nonce(NONCE), settings, PriorState.NONE));
  }

  private static AttestationResult appraise(
      List<byte[]> chain, DeviceSigner holder, SchemeSettings settings) throws Exception {
    return appraise(
        DeviceEvidence.sign(chain, NONCE, CHIP.publicKey(), holder).toEvidence(), settings, NOW);
  }

  private static Set<String> codes(AttestationResult result) {
    Set<String> codes = new java.util.TreeSet<>();
    result.findings().forEach(finding -> codes.add(finding.code().text()));
    return codes;
  }

  private static void refused(AttestationResult result, String... codes) {
    assertThat(codes(result)).containsExactlyInAnyOrder(codes);
    assertThat(result.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
  }

  @Test
  void aGenuineDeviceIsAffirmed() throws Exception {
    AttestationResult result =
        appraise(BATCH.chain(DEVICE), CHIP, settings(ROOT.anchor("idevid", "dedicated-chip")));
    assertThat(codes(result)).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.claims())
        .containsEntry("manufacturer", "acme")
        .containsEntry("serial", "SN-1")
        .containsEntry("batch", "B7");
    assertThat(result.key()).contains(spki(CHIP));
    assertThat(result.identity()).contains(spki(CHIP));
    assertThat(result.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(1)));
  }

  @Test
  void nobodyPromisesAChipWithoutALabelOfTheAnchor() throws Exception {
    assertThat(appraise(BATCH.chain(DEVICE), CHIP, settings(ROOT.anchor())).tier())
        .isEqualTo(TrustTier.NONE);
    refused(
        appraise(BATCH.chain(DEVICE), CHIP, settings(ROOT.anchor("software"))),
        "device.software-key");
    assertThat(appraise(
                BATCH.chain(DEVICE),
                CHIP,
                settings(ROOT.anchor("software"))
                    .with(AppraisalPolicy.STRICT.with(Relaxation.ALLOW_SOFTWARE_KEYS)))
            .tier())
        .isEqualTo(TrustTier.WARNING);
  }

  @Test
  void aChainIsWorthNothingWithoutTheKey() throws Exception {
    SchemeSettings settings = settings(ROOT.anchor("dedicated-chip"));
    refused(appraise(BATCH.chain(DEVICE), STRANGER, settings), "device.possession.bad-signature");
    DeviceEvidence old =
        DeviceEvidence.sign(BATCH.chain(DEVICE), new byte[31], CHIP.publicKey(), CHIP);
    refused(appraise(old.toEvidence(), settings, NOW), "device.nonce-mismatch");
    // the signature is over the key that enrols, so that another key is no part of it
    DeviceEvidence genuine =
        DeviceEvidence.sign(BATCH.chain(DEVICE), NONCE, CHIP.publicKey(), CHIP);
    DeviceEvidence swapped =
        new DeviceEvidence(genuine.certificates(), NONCE, spki(STRANGER), genuine.signature());
    refused(appraise(swapped.toEvidence(), settings, NOW), "device.possession.bad-signature");
  }

  @Test
  void forgedChainsAreRefused() throws Exception {
    SchemeSettings settings = settings(ROOT.anchor("dedicated-chip"));
    DeviceCa counterfeit = batch(root(20), "B7", 11);
    byte[] forged = counterfeit.issue(spki(CHIP), "ap-100", "SN-1", MADE);
    refused(appraise(counterfeit.chain(forged), CHIP, settings), "device.chain.unknown-anchor");
    // a device's certificate does not make certificates
    byte[] below = new PretendCertificateOf(DEVICE, 1).issue(spki(STRANGER));
    assertThat(codes(appraise(List.of(below, DEVICE, BATCH.certificate()), STRANGER, settings)))
        .contains("device.chain.not-a-ca");
    byte[] broken = DEVICE.clone();
    broken[broken.length - 1] ^= 1;
    assertThat(codes(appraise(BATCH.chain(broken), CHIP, settings)))
        .containsAnyOf("device.chain.bad-signature", "device.chain.malformed");
  }

  /** Signs with a device's key as if it were an authority's. */
  private record PretendCertificateOf(byte[] issuer, int secret) {
    byte[] issue(AttestedKey key) throws Exception {
      DeviceCa rogue = DeviceCa.root("acme", DeviceChainVerifierTest.secret(secret), MADE);
      return rogue.issue(key, "ap-100", "SN-2", MADE);
    }
  }

  @Test
  void aRevokedBatchIsRefusedFromThatInstantOn() throws Exception {
    Instant revokedAt = NOW.minusSeconds(60);
    byte[] list = ROOT.revocationList(
        NOW.minusSeconds(120),
        NOW.plusSeconds(86_400),
        new TreeMap<>(Map.of(BATCH.serial(), revokedAt)));
    byte[] batchList =
        BATCH.revocationList(NOW.minusSeconds(120), NOW.plusSeconds(86_400), new TreeMap<>());
    SchemeSettings settings = settings(ROOT.anchor("dedicated-chip"))
        .with(Revocation.failClosed(CrlSnapshot.of(list, batchList), Duration.ofDays(30)));
    refused(appraise(BATCH.chain(DEVICE), CHIP, settings), "device.chain.revoked");
    Evidence evidence =
        DeviceEvidence.sign(BATCH.chain(DEVICE), NONCE, CHIP.publicKey(), CHIP).toEvidence();
    assertThat(appraise(evidence, settings, revokedAt.minusSeconds(1)).tier())
        .isEqualTo(TrustTier.AFFIRMING);
    DeviceCa other = batch(ROOT, "B8", 12);
    byte[] otherList =
        other.revocationList(NOW.minusSeconds(10), NOW.plusSeconds(86_400), new TreeMap<>());
    SchemeSettings both =
        settings.with(Revocation.failClosed(CrlSnapshot.of(list, otherList), Duration.ofDays(30)));
    assertThat(appraise(other.chain(other.issue(spki(CHIP), "ap-100", "SN-1", MADE)), CHIP, both)
            .tier())
        .isEqualTo(TrustTier.AFFIRMING);
    // without the list of the batch's own authority the device is not known to be good
    refused(
        appraise(other.chain(other.issue(spki(CHIP), "ap-100", "SN-1", MADE)), CHIP, settings),
        "device.chain.revocation-unknown");
  }

  @Test
  void aModelThatNoReferenceKnowsIsRefused() throws Exception {
    SchemeSettings settings = settings(ROOT.anchor("dedicated-chip"));
    assertThat(appraise(
                BATCH.chain(DEVICE),
                CHIP,
                settings.with(new ReferenceValues(Map.of("model", List.of("ap-100")), Map.of())))
            .tier())
        .isEqualTo(TrustTier.AFFIRMING);
    refused(
        appraise(
            BATCH.chain(DEVICE),
            CHIP,
            settings.with(new ReferenceValues(Map.of("model", List.of("ap-200")), Map.of()))),
        "device.unknown-model");
  }

  @Test
  void rubbishIsAFinding() throws Exception {
    SchemeSettings settings = settings(ROOT.anchor("dedicated-chip"));
    refused(
        appraise(new Evidence(DeviceEvidence.MEDIA_TYPE, new byte[] {1}), settings, NOW),
        "device.malformed");
    refused(appraise(List.of(), CHIP, settings), "device.chain.length");
    refused(appraise(List.of(new byte[3]), CHIP, settings), "device.chain.malformed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Matter core specification, section 6.2.2.2: the forms and the mistakes
        "CN=ACME Matter Devel DAC 5CDA9899 Mvid:FFF1 Mpid:00B1,O=a | device.matter.test-vendor",
        "CN=Mpid:00B1ACME Mvid:FFF1 | device.matter.test-vendor",
        "CN=ACME Mvid:FFF1Mpid:00B1 | device.matter.test-vendor",
        "CN=ACME Mvid:FFF1 Mpid: | device.matter.malformed-id",
        "CN=ACME Mvid:FFF1 Mpid:00b1 | device.matter.malformed-id",
        "CN=ACME Mvid:FFF1 Mpid:0B1 | device.matter.malformed-id",
        "CN=ACME Mvid:FF1 Mpid:00B1 | device.matter.malformed-id",
        "CN=ACME Mvid:FFF1 | device.matter.no-id",
        "CN=ACME Mpid:00B1 | device.matter.no-id",
        "CN=ACME Mvid:FFF2 Mpid:00B1 |"
            + " device.matter.vendor-mismatch device.matter.test-vendor",
        "CN=ACME Mvid:FFF1 Mpid:00B2 |"
            + " device.matter.product-mismatch device.matter.test-vendor",
        "CN=ACME Mvid:FFF1 Mvid:FFF1 Mpid:00B1 | device.matter.malformed-id",
        "CN=ACME Mpid:00B1,1.3.6.1.4.1.37244.2.1=FFF1 | device.matter.test-vendor",
        "CN=ACME Mvid:FFF1 Mpid:00B1,1.3.6.1.4.1.37244.2.1=FFF1 | device.matter.malformed-id",
      })
  void matterIdsAreReadAsTheSpecificationSays(String subject, String codes) throws Exception {
    PretendCa paa = PretendCa.root("CN=PAA");
    java.security.KeyPair paiKeys = Keys.p256();
    PretendCa pai = paa.intermediate(
        paiKeys,
        matter(paa.certify("CN=PAI Mvid:FFF1 Mpid:00B1", paiKeys.getPublic())).ca(0));
    byte[] dac = matter(pai.certify(subject, publicKey()))
        .extension("2.5.29.19", true, new byte[] {0x30, 0})
        .keyUsage(KeyUsage.digitalSignature)
        .der();
    AttestationResult result = appraise(
        List.of(dac, pai.certificate()), CHIP, settings(paa.anchor("matter", "dedicated-chip")));
    assertThat(codes(result)).containsExactlyInAnyOrder(codes.split(" "));
    assertThat(result.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
    assertThat(appraise(
                List.of(dac, pai.certificate()),
                CHIP,
                settings(paa.anchor("matter", "dedicated-chip"))
                    .with(AppraisalPolicy.STRICT.with(Relaxation.ALLOW_DEVELOPMENT_ENVIRONMENT)))
            .tier())
        .isEqualTo(
            codes.equals("device.matter.test-vendor")
                ? TrustTier.WARNING
                : TrustTier.CONTRAINDICATED);
  }

  private static PretendCertificate matter(PretendCertificate request) {
    byte[] id = {4, 1, 1};
    return request
        .extension("2.5.29.14", false, id)
        .extension("2.5.29.35", false, new byte[] {0x30, 3, (byte) 0x80, 1, 1});
  }

  private static java.security.PublicKey publicKey() throws Exception {
    return java.security.KeyFactory.getInstance("EC")
        .generatePublic(new java.security.spec.X509EncodedKeySpec(spki(CHIP).spki()));
  }

  @Test
  void theShapeOfASecureElementIsChecked() throws Exception {
    PretendCa root = PretendCa.root("CN=Root");
    PretendCa signer = root.intermediate("CN=Crypto Authentication Signer 2C10");
    byte[] chip = signer.certify("CN=sn0123ABCDEF01234501", publicKey()).der();
    AttestationResult result =
        appraise(signer.chain(chip), CHIP, settings(root.anchor("atecc608", "dedicated-chip")));
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.claims())
        .containsEntry("serial", "0123ABCDEF01234501")
        .containsEntry("batch", "2C10");
    refused(
        appraise(
            signer.chain(signer.certify("CN=sn9923ABCDEF01234501", publicKey()).der()),
            CHIP,
            settings(root.anchor("atecc608", "dedicated-chip"))),
        "device.atecc608.no-chip-serial");
    PretendCa other = root.intermediate("CN=Signer");
    refused(
        appraise(
            other.chain(other.certify("CN=sn0123ABCDEF01234501", publicKey()).der()),
            CHIP,
            settings(root.anchor("atecc608", "dedicated-chip"))),
        "device.atecc608.no-signer-id");
    refused(
        appraise(
            List.of(root.certify("CN=sn0123ABCDEF01234501", publicKey()).der()),
            CHIP,
            settings(root.anchor("atecc608", "dedicated-chip"))),
        "device.atecc608.length",
        "device.atecc608.no-signer-id");
  }

  @Test
  void aKeyThatMayNotSignIsRefused() throws Exception {
    PretendCa root = PretendCa.root("CN=Root");
    byte[] device = root.certify("CN=d,SERIALNUMBER=1", publicKey())
        .keyUsage(KeyUsage.keyAgreement)
        .der();
    refused(
        appraise(List.of(device), CHIP, settings(root.anchor("dedicated-chip"))),
        "device.key-usage");
  }

  @Test
  void certificatesAreTheSameEachTime() {
    assertThat(BATCH.issue(spki(CHIP), "ap-100", "SN-1", MADE)).isEqualTo(DEVICE);
    assertThat(BATCH.serial()).isGreaterThan(BigInteger.ZERO);
  }
}
