package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device with a real TPM joins a network over its service: enrolled, challenged, appraised, and only then active. */
class TpmEnrollmentTest {
  private static final String NETWORK = "tpm-net";
  private static final Instant GENESIS = Instant.parse("2026-11-27T08:00:00Z");
  private static final Instant NOW = GENESIS.plusSeconds(60);
  private static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");

  private final PretendCa root = PretendCa.root("CN=TPM Root");
  private final PretendCa manufacturer = root.intermediate("CN=TPM Issuing");
  private final PretendBoot boot = PretendBoot.of("1.0", true);

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void needsSwtpm() {
    Swtpm.assumeInstalled();
  }

  private NetworkPolicy policy() throws Exception {
    Bytes32 firmware = PretendTpm.of(root).boot(boot).pcr(0);
    SchemeRules tpm = new SchemeRules(
        List.of(root.anchor("discrete")),
        new ReferenceValues(
            Map.of(
                "pcr.sha256.0", Set.of(firmware.toString().substring(2)),
                "secure-boot", Set.of("true")),
            Map.of()),
        RevocationRule.none("pretend certificates"),
        AppraisalPolicy.STRICT);
    return new NetworkPolicy(
            new AdmissionRules(
                NETWORK,
                new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(10)),
                Duration.ofMinutes(1),
                Duration.ofHours(2)),
            EnumSet.of(Provenance.HARDWARE),
            new TreeMap<>(
                Map.of(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT10M")))),
            RewardPolicy.builder(NETWORK, new Token("TST", 8))
                .emission(new HalvingEmission(TokenAmount.of(1_000_000), 4))
                .pool(Pool.named("uptime")
                    .share(100)
                    .proportionalTo(UptimeVerifier.KIND)
                    .build())
                .build())
        .withAttestation(Optional.of(new AttestationRules(
            new TreeMap<>(Map.of("tpm", tpm)),
            TrustTier.AFFIRMING,
            new TreeMap<>(Map.of(TrustTier.AFFIRMING, 1000L)))));
  }

  private Tpm made(Swtpm swtpm, PretendCa by) throws Exception {
    Tpm tpm = swtpm.tpm();
    SwtpmFactory.store(
        tpm,
        EndorsementKey.P256,
        PretendTpm.certificate(by, SwtpmFactory.endorsementKey(tpm, EndorsementKey.P256))
            .der());
    SwtpmFactory.boot(tpm, boot);
    return tpm;
  }

  private static DeviceId enroll(NetworkClient client, TpmSigner signer) throws Exception {
    RegistryChange.Enrolled device =
        new RegistryChange.Enrolled(signer.publicKey(), OPERATOR, "access-point", Optional.empty());
    assertThat(client.enroll(NETWORK, new Enrollment(device, NOW), signer).getStatus())
        .isEqualTo("enrolled");
    return DeviceId.derive(NETWORK, signer.publicKey());
  }

  private AttestResponse attest(NetworkClient client, TpmSigner signer, PretendCa by)
      throws Exception {
    Path log = Files.write(folder.resolve("measurements"), boot.log());
    TpmAttester attester =
        TpmAttester.of(signer, NETWORK).withEventLog(log).withIssuers(List.of(by.certificate()));
    return client
        .lifecycle(NETWORK)
        .attest(
            DeviceId.derive(NETWORK, signer.publicKey()),
            signer,
            attester.mediaType(),
            attester.announcement(),
            attester::evidence);
  }

  @Test
  void aGenuineTpmIsActiveAndNothingElseIs() throws Exception {
    PretendCa foreign = PretendCa.root("CN=TPM Root").intermediate("CN=TPM Issuing");
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    try (Swtpm genuine = Swtpm.overUnixSocket(first);
        Swtpm counterfeit = Swtpm.overUnixSocket(second);
        NetworkServer server = NetworkServer.builder(new Network() {}, PolicySource.of(policy()))
            .options(
                ServerOptions.parse("--data", folder.resolve("data").toString(), "--port", "0"))
            .clock(new SteppedClock(NOW))
            .start();
        NetworkClient client =
            NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
        TpmSigner signer =
            TpmSigner.create(made(genuine, manufacturer), first.resolve("key.pem"), new char[0]);
        TpmSigner other =
            TpmSigner.create(made(counterfeit, foreign), second.resolve("key.pem"), new char[0])) {
      DeviceId device = enroll(client, signer);
      AttestResponse response = attest(client, signer, manufacturer);
      assertThat(response.getStatus()).isEqualTo("active");
      assertThat(response.getTier()).isEqualTo("affirming");
      List<RegistryRecord> records = client.lifecycle(NETWORK).history(device).records();
      assertThat(records.get(1).change())
          .isInstanceOfSatisfying(
              RegistryChange.Attested.class, a -> assertThat(a.scheme()).isEqualTo("tpm"));

      DeviceId refused = enroll(client, other);
      assertThatThrownBy(() -> attest(client, other, foreign))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("tpm.chain.unknown-anchor");
      assertThat(client.lifecycle(NETWORK).history(refused).records()).hasSize(1);

      // another key of the genuine TPM is no other device: one TPM, one device
      signer.close();
      try (TpmSigner twin =
          TpmSigner.create(genuine.tpm(), first.resolve("twin.pem"), new char[0])) {
        enroll(client, twin);
        assertThatThrownBy(() -> attest(client, twin, manufacturer))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("PERMISSION_DENIED");
      }
    }
  }
}
