package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendCertificate;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment of a real TPM 2.0, swtpm, whose endorsement key a pretend manufacturer certified. */
class TpmAttesterTest {
  private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");
  private static final String NETWORK = "wifi-demo";
  private static final char[] NONE = {};
  private static final BigInteger SERIAL = BigInteger.valueOf(4711);

  private final SecureRandom random = new SecureRandom();
  private final TpmEvidenceVerifier verifier = new TpmEvidenceVerifier();
  private final PretendCa root = PretendCa.root("CN=TPM Root");
  private final PretendCa manufacturer = root.intermediate("CN=TPM Issuing");
  private final PretendBoot boot = PretendBoot.of("1.0", true);

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void needsSwtpm() {
    Swtpm.assumeInstalled();
  }

  private Tpm manufacture(Swtpm swtpm, PretendCa by, EndorsementKey kind) throws Exception {
    Tpm tpm = swtpm.tpm();
    PretendCertificate request =
        PretendTpm.certificate(by, TpmProvisioning.endorsementKey(tpm, kind)).serial(SERIAL);
    TpmProvisioning.storeCertificate(tpm, kind, Arrays.copyOf(request.der(), 1600));
    Swtpm.boot(tpm, boot);
    return tpm;
  }

  private TpmAttester attester(TpmSigner signer, PretendCa by) throws Exception {
    Path log = Files.write(folder.resolve("measurements"), boot.log());
    return TpmAttester.of(signer, NETWORK).withEventLog(log).withIssuers(List.of(by.certificate()));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return nonce;
  }

  private AttestationResult appraise(byte[] evidence, byte[] nonce, Instant revoked)
      throws Exception {
    PretendTpm expected = PretendTpm.of(manufacturer).boot(boot);
    ReferenceValues references = new ReferenceValues(
        Map.of(
            "pcr.sha256.0",
            Set.of(expected.pcr(0).toString().substring(2)),
            "secure-boot",
            Set.of("true")),
        Map.of());
    Revocation lists = Revocation.failClosed(
        CrlSnapshot.of(
            root.crl(AT, AT.plusSeconds(60), Map.of(), Set.of()),
            manufacturer.crl(AT, AT.plusSeconds(60), Map.of(SERIAL, revoked), Set.of())),
        Duration.ofDays(1));
    SchemeSettings settings = new SchemeSettings(
        List.of(root.anchor("discrete")), references, lists, AppraisalPolicy.STRICT);
    return verifier.appraise(
        new Evidence(TpmAnnouncement.MEDIA_TYPE, evidence),
        new AppraisalContext(AT, new Freshness.Nonce(nonce), settings, PriorState.NONE));
  }

  private AttestationResult appraise(byte[] evidence, byte[] nonce) throws Exception {
    return appraise(evidence, nonce, AT.plusSeconds(1));
  }

  private void assertRefused(byte[] evidence, byte[] nonce, String... codes) throws Exception {
    assertRefused(appraise(evidence, nonce), codes);
  }

  private static void assertRefused(AttestationResult result, String... codes) {
    assertThat(result.findings().stream().map(f -> f.code().text())).containsExactly(codes);
    assertThat(result.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
  }

  private static TpmEvidence with(TpmEvidence e, TpmEvidence.Signed quote, byte[] log) {
    return new TpmEvidence(e.announcement(), e.secret(), quote, e.pcrs(), log, e.key());
  }

  @Test
  void aGenuineTpmIsEnrolledAndEveryLieIsNamed() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Tpm tpm = manufacture(swtpm, manufacturer, EndorsementKey.P256);
      try (TpmSigner signer = TpmSigner.create(tpm, folder.resolve("key.pem"), NONE)) {
        TpmAttester attester = attester(signer, manufacturer);
        byte[] nonce = nonce();
        byte[] announced = attester.announcement();
        byte[] evidence = attester.evidence(verifier.challenge(announced, nonce, random));
        AttestationResult result = appraise(evidence, nonce);
        assertThat(result.findings()).isEmpty();
        assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(result.key().orElseThrow().deviceKey()).contains(signer.publicKey());
        assertThat(result.claims()).containsEntry("secure-boot", "true");

        // the attestation key is the same again, and another one in another network
        assertThat(attester.announcement()).isEqualTo(announced);
        byte[] elsewhere = TpmAttester.of(signer, "other")
            .withIssuers(List.of(manufacturer.certificate()))
            .announcement();
        byte[] otherAk = TpmAnnouncement.parse(elsewhere).akPublic();
        assertThat(otherAk).isNotEqualTo(TpmAnnouncement.parse(announced).akPublic());

        // an answer to another nonce
        assertRefused(evidence, nonce(), "tpm.credential-mismatch");
        // a revoked endorsement key
        assertRefused(appraise(evidence, nonce, AT), "tpm.chain.revoked");

        TpmEvidence e = TpmEvidence.parse(evidence);
        // a quote over another nonce: a real one, of the same attestation key
        byte[] second = attester.evidence(verifier.challenge(announced, nonce(), random));
        TpmEvidence.Signed otherQuote = TpmEvidence.parse(second).quote();
        assertRefused(
            with(e, otherQuote, e.eventLog()).toBytes(), nonce, "tpm.quote.nonce-mismatch");
        // the attestation key of the other network in place of this one's
        TpmAnnouncement swapped = new TpmAnnouncement(e.announcement().ekCertificates(), otherAk);
        assertRefused(
            new TpmEvidence(swapped, e.secret(), e.quote(), e.pcrs(), e.eventLog(), e.key())
                .toBytes(),
            nonce,
            "tpm.credential-mismatch",
            "tpm.quote.bad-signature",
            "tpm.key.bad-signature");
        // its challenge, opened by the same TPM, is none of this key's
        assertThatThrownBy(() -> attester.evidence(verifier.challenge(elsewhere, nonce, random)))
            .isInstanceOfSatisfying(
                TpmException.class,
                x -> assertThat(x.reason()).isEqualTo(Reason.FOREIGN_CHALLENGE));
        // a changed event: its digest, and its data
        PretendBoot log = PretendBoot.of("1.1", true);
        assertRefused(with(e, e.quote(), log.log()).toBytes(), nonce, "tpm.log.replay-mismatch");
        PretendBoot.Event firmware = boot.events().get(0);
        log.events()
            .set(
                0,
                new PretendBoot.Event(
                    firmware.pcr(), firmware.type(), firmware.digest(), new byte[] {1}));
        assertRefused(with(e, e.quote(), log.log()).toBytes(), nonce, "tpm.log.data-mismatch");

        // a changed register
        signer.withKey((connection, key, auth) -> {
          TpmProvisioning.extend(connection, 0, Bytes32.ZERO);
          return 0;
        });
        byte[] later = attester.evidence(verifier.challenge(announced, nonce, random));
        assertRefused(later, nonce, "tpm.pcr.mismatch", "tpm.log.replay-mismatch");
      }
    }
  }

  @Test
  void anRsaEndorsementKeyAndAProtectedDeviceKeyAreEnrolled() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Tpm tpm = manufacture(swtpm, manufacturer, EndorsementKey.RSA2048);
      char[] auth = "correct horse".toCharArray();
      try (TpmSigner signer = TpmSigner.createPersistent(tpm, 0x81000100, auth, NONE)) {
        TpmAttester attester =
            attester(signer, manufacturer).withPcrs(0, 7, 1, 8, 9, 10, 11, 12, 13);
        byte[] nonce = nonce();
        byte[] evidence =
            attester.evidence(verifier.challenge(attester.announcement(), nonce, random));
        assertThat(appraise(evidence, nonce).tier()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(TpmEvidence.parse(evidence).pcrs()).hasSize(9);
        // many rounds leave nothing in the TPM, which has room for three keys
        for (int i = 0; i < 4; i++) {
          attester.announcement();
          assertThatThrownBy(() -> attester.evidence(new byte[] {0, 1, 2}))
              .isInstanceOfSatisfying(
                  TpmException.class,
                  x -> assertThat(x.reason()).isEqualTo(Reason.FOREIGN_CHALLENGE));
        }
        assertThat(signer.publicKey().algorithm()).isEqualTo(KeyAlgorithm.P256);
      }
    }
  }

  @Test
  void aForeignManufacturersTpmIsRefusedAndOneWithoutCertificateSaysSo() throws Exception {
    PretendCa foreign = PretendCa.root("CN=TPM Root").intermediate("CN=TPM Issuing");
    Path file = folder.resolve("key.pem");
    // swtpm has one connection at a time
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      try (TpmSigner signer = TpmSigner.create(swtpm.tpm(), file, NONE)) {
        assertThatThrownBy(attester(signer, foreign)::announcement)
            .isInstanceOfSatisfying(
                TpmException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NO_EK_CERTIFICATE));
      }
      manufacture(swtpm, foreign, EndorsementKey.P256);
      try (TpmSigner signer = TpmSigner.open(swtpm.tpm(), file, NONE)) {
        TpmAttester attester = attester(signer, foreign);
        byte[] nonce = nonce();
        byte[] evidence =
            attester.evidence(verifier.challenge(attester.announcement(), nonce, random));
        // and no list speaks for what another key signed
        assertRefused(evidence, nonce, "tpm.chain.unknown-anchor", "tpm.chain.revocation-unknown");
      }
    }
  }

  @Test
  void registersThatNoTpmHasAndLogsThatAreTooLongAreRefused() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder);
        TpmSigner signer = TpmSigner.create(swtpm.tpm(), folder.resolve("key.pem"), NONE)) {
      TpmAttester attester = TpmAttester.of(signer, NETWORK);
      for (int[] pcrs : new int[][] {{}, {-1}, {0, 24}}) {
        assertThatThrownBy(() -> attester.withPcrs(pcrs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("0 to 23");
      }
      Path log = Files.write(folder.resolve("long"), new byte[192 * 1024 + 1]);
      assertThatThrownBy(() -> attester.withEventLog(log).evidence(new byte[0]))
          .isInstanceOf(TpmException.class)
          .hasMessageContaining("196608");
    }
  }
}
