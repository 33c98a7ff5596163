package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The largest evidence that a verifier reads passes through the service, its store and the bundle; more is refused. */
@Timeout(120)
class LargeEvidenceTest {
  private static final int LONGEST_LOG = 192 * 1024;
  private static final int APPLICATION = 4;

  @TempDir
  Path data;

  @Test
  void theLongestEventLogOfATpmEnrolsADevice() throws Exception {
    PretendCa root = PretendCa.root("CN=TPM Root");
    PretendBoot boot = PretendBoot.of("1.0", true);
    int event = boot.log().length;
    boot.measure(APPLICATION, PretendBoot.EFI_APPLICATION, new byte[0]);
    int header = boot.log().length - event;
    boot.measure(
        APPLICATION,
        PretendBoot.EFI_APPLICATION,
        new byte[LONGEST_LOG - boot.log().length - header]);
    assertThat(boot.log()).hasSize(LONGEST_LOG);
    PretendTpm tpm = PretendTpm.of(root).boot(boot);
    InMemorySigner device = InMemorySigner.ofSecret(
        KeyAlgorithm.P256,
        BigIntegers.asUnsignedByteArray(32, ((ECPrivateKey) tpm.key().pair().getPrivate()).getS()));
    SchemeRules rules = new SchemeRules(
        List.of(root.anchor("discrete")),
        new ReferenceValues(Map.of("secure-boot", List.of("true")), Map.of()),
        RevocationRule.none("pretend certificates"),
        AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30)));
    try (AttestingNetwork network =
        new AttestingNetwork(data, "tpm", rules, RevocationLists.NONE)) {
      network.enrol(device);
      assertThat(attest(network, device, tpm, 0)).isEqualTo("active");
      assertStatus(Code.INVALID_ARGUMENT, () -> attest(network, device, tpm, Evidence.MAX_BYTES))
          .contains("at most " + Evidence.MAX_BYTES + " bytes");
      network.settled(1);
    }
  }

  private static String attest(
      AttestingNetwork network, InMemorySigner device, PretendTpm tpm, int more) throws Exception {
    return network
        .client
        .lifecycle(TestNetwork.NAME)
        .attest(
            TestNetwork.device(device),
            device,
            TpmAnnouncement.MEDIA_TYPE,
            tpm.announcement().toBytes(),
            challenge -> {
              try {
                byte[] evidence = tpm.evidence(challenge).toBytes();
                return java.util.Arrays.copyOf(evidence, evidence.length + more);
              } catch (org.depinsdk.core.encoding.EncodingException e) {
                throw new AssertionError(e);
              }
            })
        .getStatus();
  }
}
