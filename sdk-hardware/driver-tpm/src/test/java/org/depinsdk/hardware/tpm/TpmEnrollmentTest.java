package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.math.BigInteger;
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
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
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
  private static final BigInteger SERIAL = BigInteger.valueOf(4711);
  private static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");

  private final PretendCa root = PretendCa.root("CN=TPM Root");
  private final PretendCa manufacturer = root.intermediate("CN=TPM Issuing");
  private final PretendBoot boot = PretendBoot.of("1.0", true);
  private final AtomicReference<RevocationLists> lists = new AtomicReference<>(lists(Map.of()));

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void needsSwtpm() {
    Swtpm.assumeInstalled();
  }

  private final class Listed implements Network {
    @Override
    public RevocationLists revocationLists() {
      return lists.get();
    }
  }

  /** What the network's manufacturers publish, with one withdrawn endorsement key or none. */
  private RevocationLists lists(Map<BigInteger, Instant> revoked) {
    Instant next = NOW.plus(Duration.ofDays(1));
    try {
      return RevocationLists.of(new TreeMap<>(Map.of(
          "tpm",
          List.of(
              root.crl(NOW, next, Map.of(), Set.of()),
              manufacturer.crl(NOW, next, revoked, Set.of())))));
    } catch (EncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private NetworkServer start() throws Exception {
    return NetworkServer.builder(new Listed(), PolicySource.of(policy()))
        .options(ServerOptions.parse("--data", folder.resolve("data").toString(), "--port", "0"))
        .clock(new SteppedClock(NOW))
        .start();
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
        RevocationRule.failClosed(Duration.ofDays(1)),
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
    TpmProvisioning.storeCertificate(
        tpm,
        EndorsementKey.P256,
        PretendTpm.certificate(by, TpmProvisioning.endorsementKey(tpm, EndorsementKey.P256))
            .serial(SERIAL)
            .der());
    Swtpm.boot(tpm, boot);
    return tpm;
  }

  private static DeviceId enroll(NetworkClient client, TpmSigner signer) throws Exception {
    RegistryChange.Enrolled device =
        new RegistryChange.Enrolled(signer.publicKey(), OPERATOR, "access-point", Optional.empty());
    assertThat(client.enroll(NETWORK, new Enrollment(device, NOW), signer).getStatus())
        .isEqualTo("enrolled");
    return DeviceId.derive(NETWORK, signer.publicKey());
  }

  private TpmAttester attester(TpmSigner signer, PretendCa by) throws Exception {
    Path log = Files.write(folder.resolve("measurements"), boot.log());
    return TpmAttester.of(signer, NETWORK).withEventLog(log).withIssuers(List.of(by.certificate()));
  }

  private static AttestResponse attest(
      NetworkClient client,
      TpmSigner signer,
      byte[] announcement,
      LifecycleClient.Attester evidence)
      throws Exception {
    return client
        .lifecycle(NETWORK)
        .attest(
            DeviceId.derive(NETWORK, signer.publicKey()),
            signer,
            TpmAnnouncement.MEDIA_TYPE,
            announcement,
            evidence);
  }

  private AttestResponse attest(NetworkClient client, TpmSigner signer, PretendCa by)
      throws Exception {
    TpmAttester attester = attester(signer, by);
    return attest(client, signer, attester.announcement(), attester::evidence);
  }

  @Test
  void aGenuineTpmIsActiveAndNothingElseIs() throws Exception {
    PretendCa foreign = PretendCa.root("CN=TPM Root").intermediate("CN=TPM Issuing");
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    try (Swtpm genuine = Swtpm.overUnixSocket(first);
        Swtpm counterfeit = Swtpm.overUnixSocket(second);
        NetworkServer server = start();
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

  @Test
  void everyLieOfATpmsOwnerIsNamed() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder);
        NetworkServer server = start();
        NetworkClient client =
            NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
        TpmSigner signer =
            TpmSigner.create(made(swtpm, manufacturer), folder.resolve("key.pem"), new char[0])) {
      DeviceId device = enroll(client, signer);
      TpmAttester attester = attester(signer, manufacturer);
      byte[] announced = attester.announcement();
      AtomicReference<TpmEvidence> earlier = new AtomicReference<>();
      assertRefused(
          () -> attest(client, signer, announced, challenge -> {
            earlier.set(answer(attester, challenge));
            return new byte[] {1};
          }),
          "tpm.malformed");

      // the answer to another nonce, and another nonce's quote in the answer to this one
      TpmEvidence old = earlier.get();
      assertRefused(
          () -> attest(client, signer, announced, challenge -> old.toBytes()),
          "tpm.credential-mismatch");
      assertRefused(
          () -> attest(client, signer, announced, challenge -> {
            TpmEvidence e = answer(attester, challenge);
            return with(e, e.announcement(), old.quote(), e.eventLog());
          }),
          "tpm.quote.nonce-mismatch");
      // another attestation key of the same TPM
      TpmAnnouncement other = TpmAnnouncement.parse(TpmAttester.of(signer, "other")
          .withIssuers(List.of(manufacturer.certificate()))
          .announcement());
      assertRefused(
          () -> attest(client, signer, announced, challenge -> {
            TpmEvidence e = answer(attester, challenge);
            return with(e, other, e.quote(), e.eventLog());
          }),
          "tpm.quote.bad-signature");
      // another firmware in the log
      assertRefused(
          () -> attest(client, signer, announced, challenge -> {
            TpmEvidence e = answer(attester, challenge);
            return with(
                e, e.announcement(), e.quote(), PretendBoot.of("1.1", true).log());
          }),
          "tpm.log.replay-mismatch");
      // a list of this moment names the endorsement key
      lists.set(lists(Map.of(SERIAL, NOW)));
      assertRefused(() -> attest(client, signer, manufacturer), "tpm.chain.revoked");
      lists.set(lists(Map.of()));
      assertThat(client.lifecycle(NETWORK).history(device).records()).hasSize(1);

      assertThat(attest(client, signer, manufacturer).getTier()).isEqualTo("affirming");
      signer.withKey((connection, key, auth) -> {
        TpmProvisioning.extend(connection, 0, Bytes32.ZERO);
        return 0;
      });
      assertRefused(() -> attest(client, signer, manufacturer), "tpm.pcr.mismatch");
    }
  }

  private static TpmEvidence answer(TpmAttester attester, byte[] challenge) throws TpmException {
    byte[] evidence = attester.evidence(challenge);
    try {
      return TpmEvidence.parse(evidence);
    } catch (EncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] with(
      TpmEvidence e, TpmAnnouncement announcement, TpmEvidence.Signed quote, byte[] log) {
    return new TpmEvidence(announcement, e.secret(), quote, e.pcrs(), log, e.key()).toBytes();
  }

  private static void assertRefused(ThrowingCallable attempt, String code) {
    assertThatThrownBy(attempt)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("attestation.contraindicated")
        .hasMessageContaining(code);
  }
}
