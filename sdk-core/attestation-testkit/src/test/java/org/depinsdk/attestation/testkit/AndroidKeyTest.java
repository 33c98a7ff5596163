package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.RevocationStatus;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.android.AndroidStatusList;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.junit.jupiter.api.Test;

class AndroidKeyTest {
  private final PretendPhone phone = new PretendPhone();

  private Judge judge() {
    return Judge.of(new AndroidKeyVerifier(), phone.anchor());
  }

  private List<String> codes(PretendPhone changed) {
    return judge().codes(changed.attest(Judge.NONCE));
  }

  @Test
  void affirmsALockedPhone() {
    AttestationResult result = judge().judge(phone.level(2).attest(Judge.NONCE));
    assertThat(result.findings()).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.protection()).isEqualTo(KeyProtection.DEDICATED_CHIP);
    assertThat(result.key().orElseThrow().spki())
        .isEqualTo(phone.key().getPublic().getEncoded());
    assertThat(result.key().flatMap(AttestedKey::deviceKey)).isPresent();
    assertThat(result.vector().value(TrustClaim.EXECUTABLES)).isEqualTo(TrustValues.NONE);
  }

  @Test
  void bootedSoftwareIsAffirmedByReferenceOnly() {
    String key = Hex.encode(PretendPhone.BOOT_KEY);
    Judge judge = judge()
        .with(
            Map.of("verified-boot-key", List.of(key), "package", List.of(PretendPhone.PACKAGE)),
            Map.of("os-patch-level", 202611L));
    AttestationResult result = judge.judge(phone.attest(Judge.NONCE));
    assertThat(result.findings()).isEmpty();
    assertThat(result.vector().value(TrustClaim.EXECUTABLES)).isEqualTo(TrustValues.APPROVED_BOOT);
    assertThat(judge.codes(phone.boot(true, 1).attest(Judge.NONCE))).isEmpty();
    assertThat(judge.codes(phone.boot(true, 0).patchLevel(202610).attest(Judge.NONCE)))
        .containsExactly("android-key.patch-level-too-old");
    assertThat(judge()
            .with(Map.of("package", List.of("org.example.other")), Map.of())
            .codes(phone.attest(Judge.NONCE)))
        .containsExactly("android-key.package-unknown");
    assertThat(judge()
            .with(Map.of("package-signature", List.of("11")), Map.of())
            .codes(phone.attest(Judge.NONCE)))
        .containsExactly("android-key.package-signature-unknown");
  }

  @Test
  void refusesWhatNoHardwareProtects() {
    assertThat(codes(phone.level(0))).containsExactly("android-key.software-key");
    assertThat(judge()
            .allowing(Relaxation.ALLOW_SOFTWARE_KEYS)
            .judge(phone.attest(Judge.NONCE))
            .tier())
        .isEqualTo(TrustTier.WARNING);
    assertThat(codes(phone.level(1).origin(2))).containsExactly("android-key.key-not-generated");
  }

  @Test
  void refusesUnlockedPhones() {
    for (PretendPhone changed : List.of(phone.boot(false, 0), new PretendPhone().boot(true, 1))) {
      Judge judge = Judge.of(new AndroidKeyVerifier(), changed.anchor());
      assertThat(judge.codes(changed.attest(Judge.NONCE)))
          .containsExactly("android-key.boot-unlocked");
      assertThat(judge
              .allowing(Relaxation.ALLOW_UNLOCKED_BOOT)
              .judge(changed.attest(Judge.NONCE))
              .tier())
          .isEqualTo(TrustTier.WARNING);
    }
  }

  @Test
  void theChallengeIsTheNonce() {
    assertThat(judge().codes(phone.attest(new byte[9])))
        .containsExactly("android-key.nonce-mismatch");
  }

  @Test
  void anAttestedKeyCertifiesNoOther() {
    assertThat(judge().codes(AndroidKeyVerifier.evidence(phone.extendedChain(Judge.NONCE))))
        .contains("android-key.extended-chain");
  }

  @Test
  void rootsArePinnedByKey() {
    assertThat(judge().codes(AndroidKeyVerifier.evidence(phone.chain(Judge.NONCE))))
        .isEmpty();
    assertThat(judge().codes(new PretendPhone().attest(Judge.NONCE)))
        .containsExactly("android-key.chain.unknown-anchor");
  }

  @Test
  void onlyFactoryCertificatesOutliveTheirEnd() {
    assertThat(codes(phone.intermediateUntil(Judge.AT.minusSeconds(5))))
        .containsExactly("android-key.chain.expired-and-lifelong");
    assertThat(judge().judge(phone.attest(Judge.NONCE)).tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(codes(phone.remotelyProvisioned())).containsExactly("android-key.chain.expired");
  }

  @Test
  void patchLevelsDoNotFall() {
    AttestationResult first = judge().judge(phone.attest(Judge.NONCE));
    assertThat(judge().after(first).codes(phone.patchLevel(202610).attest(Judge.NONCE)))
        .containsExactly("android-key.counter-fell");
  }

  private static AndroidStatusList list(String entries) throws EncodingException {
    return AndroidStatusList.parse(
        ("{\"entries\": {" + entries + "}}").getBytes(StandardCharsets.UTF_8), Judge.AT);
  }

  private static String entry(String serial, String status) {
    return "\"" + serial + "\": {\"status\": \"" + status + "\", \"reason\": \"KEY_COMPROMISE\"}";
  }

  @Test
  void statusListsAreReadByHexadecimalSerial() throws Exception {
    PretendCa ca = PretendCa.root("CN=Root");
    Map<String, String> serials = Map.of("c35aa", "c35aa", "e8ff", "e8ff", "10000", "10000");
    for (Map.Entry<String, String> serial : serials.entrySet()) {
      Certificate certificate = Certificate.parse(ca.certify("CN=x", Keys.p256().getPublic())
          .serial(new BigInteger(serial.getKey(), 16))
          .der());
      assertThat(list(entry(serial.getValue(), "REVOKED"))
              .status(certificate, certificate.key(), Judge.AT))
          .isEqualTo(RevocationStatus.REVOKED);
    }
    Certificate decimal = Certificate.parse(ca.certify("CN=x", Keys.p256().getPublic())
        .serial(BigInteger.valueOf(10000))
        .der());
    assertThat(list(entry("10000", "REVOKED")).status(decimal, decimal.key(), Judge.AT))
        .isEqualTo(RevocationStatus.GOOD);
  }

  @Test
  void everyCertificateOfAChainIsLookedUp() throws Exception {
    List<byte[]> chain = phone.chain(Judge.NONCE);
    for (int i = 0; i < chain.size() - 1; i++) {
      String serial = Certificate.parse(chain.get(i)).serial().toString(16);
      for (Map.Entry<String, String> status : Map.of(
              "REVOKED", "revoked", "SUSPENDED", "suspended", "OTHER", "revocation-unknown")
          .entrySet()) {
        Judge judge = judge()
            .with(Revocation.failClosed(list(entry(serial, status.getKey())), Duration.ofDays(1)));
        assertThat(judge.codes(AndroidKeyVerifier.evidence(chain)))
            .containsExactly("android-key.chain." + status.getValue());
      }
    }
  }

  @Test
  void listsOfAnotherShapeAreNoLists() {
    for (String entries : List.of(
        entry("0a", "REVOKED"),
        entry("C35", "REVOKED"),
        entry("", "REVOKED"),
        "\"a\": \"REVOKED\"")) {
      assertThatThrownBy(() -> list(entries)).isInstanceOf(EncodingException.class);
    }
    assertThatThrownBy(
            () -> AndroidStatusList.parse("[]".getBytes(StandardCharsets.UTF_8), Judge.AT))
        .isInstanceOf(EncodingException.class);
  }
}
