package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.core.encoding.Hex;
import org.junit.jupiter.api.Test;

class NitroTest {
  private final PretendEnclave enclave = new PretendEnclave();

  private Judge judge() {
    return Judge.of(new NitroVerifier(), enclave.anchor());
  }

  private Evidence evidence() {
    return enclave.attest(Judge.NONCE, Judge.AT);
  }

  @Test
  void affirmsAnEnclaveAndItsMeasurements() {
    AttestationResult result = judge()
        .with(Map.of("pcr0", List.of(Hex.encode(PretendEnclave.pcr(1)))), Map.of())
        .judge(evidence());
    assertThat(result.findings()).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.vector().tier(TrustClaim.EXECUTABLES)).isEqualTo(TrustTier.AFFIRMING);
    assertThat(judge().judge(evidence()).vector().tier(TrustClaim.EXECUTABLES))
        .isEqualTo(TrustTier.NONE);
    assertThat(result.key()).isPresent();
  }

  @Test
  void refusesDebugModeAndOtherMeasurements() {
    List<String> zero = List.of(Hex.encode(new byte[48]));
    assertThat(judge().with(Map.of("pcr1", zero, "pcr9", zero), Map.of()).codes(evidence()))
        .containsExactly("nitro.pcr-unknown", "nitro.pcr-missing");
    enclave.pcr(0, new byte[48]);
    assertThat(judge().codes(evidence())).containsExactly("nitro.debug-enclave");
    assertThat(judge().allowing(Relaxation.ALLOW_DEBUG_MODE).judge(evidence()).tier())
        .isEqualTo(TrustTier.WARNING);
  }

  @Test
  void refusesStaleForeignAndChangedDocuments() {
    assertThat(judge().codes(enclave.attest(new byte[9], Judge.AT)))
        .containsExactly("nitro.nonce-mismatch");
    assertThat(Judge.of(new NitroVerifier(), new PretendEnclave().anchor()).codes(evidence()))
        .containsExactly("nitro.chain.unknown-anchor");
    byte[] changed = evidence().bytes();
    changed[changed.length - 1] ^= 1;
    assertThat(judge().codes(new Evidence(NitroVerifier.MEDIA_TYPE, changed)))
        .containsExactly("nitro.bad-signature");
    assertThat(judge().codes(enclave.pcr(31, new byte[47]).attest(Judge.NONCE, Judge.AT)))
        .containsExactly("nitro.malformed");
  }
}
