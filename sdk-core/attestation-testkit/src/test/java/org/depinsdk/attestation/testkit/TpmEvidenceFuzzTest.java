package org.depinsdk.attestation.testkit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence of any bytes: a result, and an affirming one only for the evidence that the pretend TPM made. */
class TpmEvidenceFuzzTest {
  private static final TpmEvidenceVerifier VERIFIER = new TpmEvidenceVerifier();
  private static final PretendCa ROOT = PretendCa.root("CN=TPM Root");
  private static final PretendTpm TPM = PretendTpm.of(ROOT).boot(PretendBoot.of("1.0", true));
  private static final byte[] NONCE = new byte[32];
  private static final byte[] GENUINE = genuine();
  private static final AppraisalContext CONTEXT = new AppraisalContext(
      Instant.parse("2026-11-27T08:00:00Z"),
      new Freshness.Nonce(NONCE),
      new SchemeSettings(
          List.of(ROOT.anchor("discrete")),
          new ReferenceValues(
              Map.of(
                  "pcr.sha256.0", Set.of("00"),
                  "pcr-events.sha256.4", Set.of("00"),
                  "secure-boot", Set.of("true")),
              Map.of()),
          Revocation.none("pretend certificates"),
          AppraisalPolicy.STRICT),
      PriorState.NONE);

  private static byte[] genuine() {
    try {
      byte[] challenge =
          VERIFIER.challenge(TPM.announcement().toBytes(), NONCE, new SecureRandom());
      return TPM.evidence(challenge).toBytes();
    } catch (EncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<byte[]> evidence() {
    return Stream.of(GENUINE, Arrays.copyOf(GENUINE, 600), new byte[] {(byte) 0x86});
  }

  @MethodSource("evidence")
  @FuzzTest
  void evidence(byte[] data) throws AppraisalException {
    if (data.length > Evidence.MAX_BYTES) {
      return;
    }
    AttestationResult result =
        VERIFIER.appraise(new Evidence(TpmAnnouncement.MEDIA_TYPE, data), CONTEXT);
    if (result.tier() == TrustTier.AFFIRMING) {
      throw new AssertionError("affirmed, though no reference value is met");
    }
    try {
      TpmEvidence read = TpmEvidence.parse(data);
      if (!Arrays.equals(read.toBytes(), data)) {
        throw new AssertionError("taken and not written back unchanged");
      }
    } catch (EncodingException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }

  static Stream<byte[]> announcements() {
    byte[] genuine = TPM.announcement().toBytes();
    return Stream.of(genuine, Arrays.copyOf(genuine, 100));
  }

  @MethodSource("announcements")
  @FuzzTest
  void announcement(byte[] data) {
    try {
      byte[] challenge = VERIFIER.challenge(data, NONCE, new SecureRandom());
      if (challenge.length < 100) {
        throw new AssertionError("a challenge of " + challenge.length + " bytes");
      }
    } catch (EncodingException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }
}
