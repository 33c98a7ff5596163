package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.AttestRequest;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.client.wire.v1.GetAttestationChallengeRequest;
import org.depinsdk.client.wire.v1.GetAttestationChallengeResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that show what they are, and what it is worth. */
class AttestationTest {
  private static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);
  private static final Instant MADE = Instant.parse("2025-06-01T00:00:00Z");
  private static final ProofKind ATTESTATION = new ProofKind("attestation/1");
  private static final ProofKind TRUSTED = new ProofKind("trusted/1");
  private static final DeviceCa ROOT = root("acme", 200);
  private static final DeviceCa BATCH = batch(ROOT, "B7", 201);
  private static final DeviceCa COUNTERFEIT = batch(root("acme", 210), "B7", 201);

  private final SteppedClock clock = new SteppedClock(NOW);
  private final AtomicReference<RevocationLists> lists =
      new AtomicReference<>(lists(new TreeMap<>()));

  @TempDir
  Path data;

  private NetworkServer server;
  private NetworkClient client;

  /** A network that lets nobody in by itself. */
  private final class Waiting implements Network {
    @Override
    public RevocationLists revocationLists() {
      return lists.get();
    }
  }

  private static DeviceCa root(String name, int secret) {
    try {
      return DeviceCa.root(name, secret(secret), MADE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static DeviceCa batch(DeviceCa root, String batch, int secret) {
    try {
      return root.batch(batch, secret(secret), MADE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] secret(int number) {
    return TestNetwork.sha256("secret of " + number);
  }

  private static RevocationLists lists(SortedMap<BigInteger, Instant> revoked) {
    Instant next = NOW.plus(Duration.ofDays(30));
    try {
      return RevocationLists.of(new TreeMap<>(Map.of(
          "device",
          List.of(
              ROOT.revocationList(MADE, next, revoked),
              BATCH.revocationList(MADE, next, new TreeMap<>())))));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static NetworkPolicy policy() throws Exception {
    AttestationRules rules = new AttestationRules(
        new TreeMap<>(Map.of(
            "device",
            new SchemeRules(
                List.of(ROOT.anchor("dedicated-chip")),
                new ReferenceValues(Map.of("model", List.of("ap-100")), Map.of()),
                RevocationRule.failClosed(Duration.ofDays(3650)),
                AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30))))),
        TrustTier.AFFIRMING,
        new TreeMap<>(Map.of(TrustTier.AFFIRMING, 1000L)));
    NetworkPolicy policy = TestNetwork.POLICY
        .withAttestation(Optional.of(rules))
        .withCompositions(List.of(new Composition(
            TRUSTED.text(),
            Composition.Rule.GATE,
            List.of(
                new Composition.Part(UptimeVerifier.KIND, 1),
                new Composition.Part(ATTESTATION, 400)))))
        .withRewards(RewardPolicy.builder(TestNetwork.NAME, new Token("TST", 8))
            .emission(new HalvingEmission(TokenAmount.of(1_000_000), 4))
            .pool(Pool.named("trusted").share(100).proportionalTo(TRUSTED).build())
            .build());
    // written and read, as a policy file is
    assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    return NetworkPolicy.parse(policy.toJson());
  }

  @BeforeEach
  void start() throws Exception {
    server = NetworkServer.builder(new Waiting(), PolicySource.of(policy()))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(clock)
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private static InMemorySigner signer(int number) {
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.P256, secret(number));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] certificate(DeviceCa ca, InMemorySigner chip, String serial) {
    return ca.issue(new AttestedKey(SpkiKey.encode(chip.publicKey())), "ap-100", serial, MADE);
  }

  private InMemorySigner enrolled(int number) throws Exception {
    InMemorySigner signer = signer(number);
    assertThat(client
            .enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, clock.instant()), signer)
            .getStatus())
        .isEqualTo("enrolled");
    return signer;
  }

  private AttestResponse attest(InMemorySigner signer, DeviceCa ca) throws Exception {
    return attest(signer, signer, ca.chain(certificate(ca, signer, "SN-" + serial(signer))));
  }

  private static String serial(InMemorySigner signer) {
    return TestNetwork.device(signer).text().substring(4, 12);
  }

  private AttestResponse attest(InMemorySigner signer, InMemorySigner chip, List<byte[]> chain)
      throws Exception {
    return client
        .lifecycle(TestNetwork.NAME)
        .attest(
            TestNetwork.device(signer),
            signer,
            DeviceEvidence.MEDIA_TYPE,
            new byte[0],
            nonce -> DeviceEvidence.sign(chain, nonce, signer.publicKey(), chip)
                .toEvidence()
                .bytes());
  }

  private GetAttestationChallengeResponse challenge(InMemorySigner signer) {
    return NetworkServiceGrpc.newBlockingStub(client.channel())
        .getAttestationChallenge(GetAttestationChallengeRequest.newBuilder()
            .setDeviceId(TestNetwork.device(signer).text())
            .setMediaType(DeviceEvidence.MEDIA_TYPE)
            .build());
  }

  private AttestRequest request(
      InMemorySigner signer, GetAttestationChallengeResponse challenge, byte[] evidence)
      throws Exception {
    SignedAttestation words = SignedAttestation.sign(
        TestNetwork.NAME,
        TestNetwork.device(signer),
        DeviceEvidence.MEDIA_TYPE,
        SignedAttestation.digest(DeviceEvidence.MEDIA_TYPE, evidence),
        challenge.getTicket().toByteArray(),
        signer);
    return AttestRequest.newBuilder()
        .setWords(ByteString.copyFrom(words.toBytes()))
        .setEvidence(ByteString.copyFrom(evidence))
        .build();
  }

  private static byte[] evidence(InMemorySigner signer, GetAttestationChallengeResponse challenge)
      throws Exception {
    return DeviceEvidence.sign(
            BATCH.chain(certificate(BATCH, signer, "SN-" + serial(signer))),
            challenge.getChallenge().toByteArray(),
            signer.publicKey(),
            signer)
        .toEvidence()
        .bytes();
  }

  private AttestResponse send(AttestRequest request) {
    return NetworkServiceGrpc.newBlockingStub(client.channel()).attest(request);
  }

  private List<RegistryRecord> records(InMemorySigner signer) throws Exception {
    return client
        .lifecycle(TestNetwork.NAME)
        .history(TestNetwork.device(signer))
        .records();
  }

  private Path bundle(long epoch) {
    return data.resolve("bundles").resolve("epoch-" + epoch);
  }

  private static void assertReplays(Path bundle) throws Exception {
    assertThat(new BundleReplay(new TestNetwork().engine()).replay(bundle))
        .isInstanceOf(ReplayResult.Same.class);
  }

  @Test
  void aDeviceIsActiveOnlyAfterItsEvidenceWasAppraised() throws Exception {
    InMemorySigner device = enrolled(1);
    AttestResponse response = attest(device, BATCH);
    assertThat(response.getStatus()).isEqualTo("active");
    assertThat(response.getTier()).isEqualTo("affirming");
    assertThat(response.getNotAfterMs())
        .isEqualTo(response.getAtMs() + Duration.ofMinutes(30).toMillis());
    assertThat(records(device).get(1).change())
        .isInstanceOfSatisfying(
            RegistryChange.Attested.class,
            attested -> assertThat(attested.origin().get().batch()).isEqualTo("B7"));
  }

  @Test
  void aResultIsRecordedByTheInstantByWhichItWasAppraised() throws Exception {
    stop();
    AtomicLong reads = new AtomicLong();
    server = NetworkServer.builder(new Waiting(), PolicySource.of(policy()))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(() -> NOW.plusMillis(reads.incrementAndGet()))
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
    AttestResponse response = attest(enrolled(1), BATCH);
    assertThat(response.getNotAfterMs())
        .isEqualTo(response.getAtMs() + Duration.ofMinutes(30).toMillis());
  }

  @Test
  void forgedChainsDoNotEnrol() throws Exception {
    InMemorySigner device = enrolled(1);
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(device, COUNTERFEIT))
        .contains("attestation.contraindicated", "device.chain.unknown-anchor");
    InMemorySigner owner = signer(77);
    List<byte[]> stolen = BATCH.chain(certificate(BATCH, owner, "SN-77"));
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(device, device, stolen))
        .contains("device.possession.bad-signature");
    assertThat(records(device)).hasSize(1);
    assertThat(attest(device, BATCH).getStatus()).isEqualTo("active");
  }

  @Test
  void aChallengeIsUsedUpByTheRecordOfItsAnswerAlone() throws Exception {
    InMemorySigner device = enrolled(1);
    InMemorySigner other = enrolled(2);
    GetAttestationChallengeResponse challenge = challenge(device);
    assertStatus(Code.FAILED_PRECONDITION, () -> send(request(device, challenge, new byte[] {1})))
        .contains("device.malformed");
    assertStatus(
            Code.FAILED_PRECONDITION,
            () -> send(request(other, challenge, evidence(other, challenge))))
        .contains(AttestationReasons.UNKNOWN_CHALLENGE.text());
    AttestRequest good = request(device, challenge, evidence(device, challenge));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<AttestResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(() -> send(good));
    }
    for (Future<AttestResponse> answer : pool.invokeAll(calls)) {
      assertThat(answer.get().getStatus()).isEqualTo("active");
    }
    pool.shutdown();
    assertThat(records(device)).as("enrolled, attested, activated").hasSize(3);
    // other evidence with the same challenge
    AttestRequest second = request(
        device,
        challenge,
        DeviceEvidence.sign(
                List.of(
                    certificate(BATCH, device, "SN-" + serial(device)),
                    BATCH.certificate(),
                    ROOT.certificate()),
                challenge.getChallenge().toByteArray(),
                device.publicKey(),
                device)
            .toEvidence()
            .bytes());
    assertStatus(Code.FAILED_PRECONDITION, () -> send(second))
        .contains(AttestationReasons.USED_CHALLENGE.text());
  }

  @Test
  void aChallengeOfAnotherProcessOrOfLongAgoIsUnknown() throws Exception {
    InMemorySigner device = enrolled(1);
    GetAttestationChallengeResponse old = challenge(device);
    clock.advance(NOW.plus(Duration.ofMinutes(11)));
    assertStatus(Code.FAILED_PRECONDITION, () -> send(request(device, old, evidence(device, old))))
        .contains(AttestationReasons.EXPIRED_CHALLENGE.text());
    GetAttestationChallengeResponse fresh = challenge(device);
    stop();
    start();
    assertStatus(
            Code.FAILED_PRECONDITION, () -> send(request(device, fresh, evidence(device, fresh))))
        .contains(AttestationReasons.UNKNOWN_CHALLENGE.text());
  }

  @Test
  void aKnownDeviceIsNoOtherHardware() throws Exception {
    InMemorySigner device = enrolled(1);
    InMemorySigner chip = signer(50);
    List<byte[]> first = BATCH.chain(certificate(BATCH, chip, "SN-1"));
    assertThat(attest(device, chip, first).getStatus()).isEqualTo("active");
    List<RegistryRecord> before = records(device);
    InMemorySigner otherChip = signer(51);
    assertStatus(
        Code.PERMISSION_DENIED,
        () -> attest(device, otherChip, BATCH.chain(certificate(BATCH, otherChip, "SN-2"))));
    InMemorySigner second = enrolled(2);
    assertStatus(Code.PERMISSION_DENIED, () -> attest(second, chip, first));
    assertThat(records(device)).isEqualTo(before);
    assertThat(records(second)).hasSize(1);
  }

  @Test
  void onlyWhatCountedIsPaidAndAReplayAppraisesAgain() throws Exception {
    InMemorySigner attested = enrolled(1);
    InMemorySigner byHand = enrolled(2);
    server
        .admin()
        .change(TestNetwork.device(byHand), new RegistryChange.Activated())
        .get();
    attest(attested, BATCH);
    beat(1, attested, byHand);
    clock.advance(TestNetwork.GENESIS.plus(Duration.ofHours(2)));
    server.settleDue();
    assertReplays(bundle(0));
    assertThat(Files.readAllLines(bundle(0).resolve("attestation-evidence.jsonl")))
        .hasSize(1);
    EpochBundle bundle = EpochBundle.open(bundle(0));
    Statement statement = Statement.of(bundle, TestNetwork.device(attested).text());
    assertThat(statement.total()).isEqualTo(TokenAmount.of(1_000_000));
    // thirty minutes of sixty
    assertThat(statement.toText(0))
        .contains("verdict attestation/1: 500 thousandths")
        .contains("attestation.counted", "tier affirming", "end attestation.expired");
    assertThat(Statement.of(bundle, TestNetwork.device(byHand).text()).lines()).isEmpty();
    assertForgeriesAreFound(bundle.input());
  }

  /** Whoever changes a result in the registry is found: the evidence is appraised again. */
  private static void assertForgeriesAreFound(EpochInput input) throws Exception {
    RegistryAudit audit = new RegistryAudit(
        InstructionRules.of(
            TestNetwork.NAME,
            input.policy().identity(),
            new RuledAppraiser(
                input.policy().attestation().get(), EvidenceVerifiers.load(), input.kept())),
        Instant.MIN);
    assertThat(audit.check(input.registry())).isEmpty();
    List<RegistryRecord> forged = new ArrayList<>();
    for (RegistryRecord record : input.registry().records()) {
      forged.add(
          record.change() instanceof RegistryChange.Attested a
              ? new RegistryRecord(
                  record.index(),
                  record.at(),
                  record.device(),
                  new RegistryChange.Attested(
                      a.scheme(),
                      a.tier(),
                      a.evidence(),
                      a.context(),
                      a.instance(),
                      a.notAfter().plusSeconds(86_400),
                      a.counters(),
                      a.findings(),
                      a.origin()),
                  record.instruction())
              : record);
    }
    assertThat(audit.check(RegistryView.of(forged))).isPresent();
  }

  private void beat(int first, InMemorySigner... signers) {
    for (InMemorySigner signer : signers) {
      for (int i = 0; i < 6; i++) {
        clock.advance(clock.instant().plusSeconds(60));
        assertThat(client
                .submit(TestNetwork.report(signer, first + i, clock.instant()))
                .getRefusal())
            .isEmpty();
      }
    }
  }

  @Test
  void aRevokedBatchIsRefusedFromThatInstantOnAndAReplayAgrees() throws Exception {
    InMemorySigner device = enrolled(1);
    attest(device, BATCH);
    beat(1, device);
    Instant revoked = NOW.plus(Duration.ofMinutes(15));
    clock.advance(revoked);
    lists.set(lists(new TreeMap<>(Map.of(BATCH.serial(), revoked))));
    server.withdrawRevoked();
    server.withdrawRevoked();
    assertThat(records(device).get(3).change())
        .isEqualTo(new RegistryChange.AttestationWithdrawn("device.chain.revoked"));
    assertThat(records(device)).hasSize(4);
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(device, BATCH))
        .contains("device.chain.revoked");
    InMemorySigner late = enrolled(2);
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(late, BATCH))
        .contains("device.chain.revoked");
    clock.advance(TestNetwork.GENESIS.plus(Duration.ofHours(2)));
    server.settleDue();
    assertReplays(bundle(0));
    Statement statement =
        Statement.of(EpochBundle.open(bundle(0)), TestNetwork.device(device).text());
    assertThat(statement.lines()).as("fifteen minutes are too few").isEmpty();
    assertThat(statement.toText(0))
        .contains("verdict attestation/1: 250 thousandths")
        .contains("warning attestation.counted", "end device.chain.revoked");
  }

  @Test
  void whoeverSendsEvidenceThatFailsIsTurnedAway() throws Exception {
    InMemorySigner device = enrolled(1);
    GetAttestationChallengeResponse challenge = challenge(device);
    AttestRequest bad = request(device, challenge, new byte[] {1});
    StatusRuntimeException last = null;
    for (int i = 0;
        i < 60 && (last == null || last.getStatus().getCode() != Code.RESOURCE_EXHAUSTED);
        i++) {
      try {
        var unused = send(bad);
      } catch (StatusRuntimeException e) {
        last = e;
      }
    }
    assertThat(last).isNotNull();
    assertThat(last.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void aNetworkWithoutRulesTakesNoEvidence() throws Exception {
    stop();
    server = NetworkServer.builder(new Waiting(), PolicySource.of(TestNetwork.POLICY))
        .options(ServerOptions.parse("--data", data.resolve("other").toString(), "--port", "0"))
        .clock(clock)
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
    InMemorySigner device = enrolled(1);
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(device, BATCH))
        .contains(AttestationReasons.NOT_TAKEN.text());
    DeviceId unknown = TestNetwork.device(signer(9));
    assertStatus(
            Code.NOT_FOUND,
            () -> NetworkServiceGrpc.newBlockingStub(client.channel())
                .getAttestationChallenge(GetAttestationChallengeRequest.newBuilder()
                    .setDeviceId(unknown.text())
                    .build()))
        .contains("is not enrolled");
  }
}
