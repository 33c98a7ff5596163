package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.GetChallengeRequest;
import org.depinsdk.client.wire.v1.GetChallengeResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service asks the verifiers of the policy's proofs for challenges, and nobody else. */
class ChallengesTest {
  private static final ProofKind SILENT = new ProofKind("silent/1");
  private static final ProofKind HOURLY = new ProofKind("hourly/1");
  private static final ProofKind QUICK = new ProofKind("quick/1");

  @TempDir
  Path data;

  /** A proof that cuts the epoch into some slots, or none. */
  private record SlotVerifier(ProofKind kind, int slots) implements ProofVerifier<Heartbeat> {
    @Override
    public ScoreType scoreType() {
      return ScoreType.quantity("answer");
    }

    @Override
    public EvidenceCodec<Heartbeat> codec() {
      return new UptimeVerifier().codec();
    }

    @Override
    public GroupKey groupOf(Attributed<Heartbeat> evidence) {
      return GroupKey.device(evidence.device());
    }

    @Override
    public Optional<ChallengeSchedule> challenges(EpochTerms terms) {
      return slots == 0
          ? Optional.empty()
          : Optional.of(new ChallengeSchedule(terms.epoch(), terms.beacon(), slots));
    }

    @Override
    public Judge<Heartbeat> prepare(ProofContext context) {
      return (group, evidence, before) -> Judgement.of(List.of());
    }
  }

  private static final class SlotNetwork implements Network {
    @Override
    public boolean activates(Enrollment enrollment) {
      return true;
    }

    @Override
    public ProofVerifiers verifiers() {
      return ProofVerifiers.of(List.of(
          new SlotVerifier(SILENT, 0), new SlotVerifier(HOURLY, 1), new SlotVerifier(QUICK, 6)));
    }
  }

  @Test
  void oneProofWithChallengesNeedsNoName() throws Exception {
    try (Running running = new Running(data, SILENT, QUICK)) {
      assertChallenge(running.ask(running.device, ""), 6, 1);
      assertChallenge(running.client.challenge(running.device, QUICK), 6, 1);
      assertStatus(Code.INVALID_ARGUMENT, () -> running.client.challenge(running.device, SILENT))
          .contains("kind is", "silent/1", "quick/1");
      assertStatus(Code.INVALID_ARGUMENT, () -> running.client.challenge(running.device, HOURLY))
          .doesNotContain("hourly/1,");
    }
  }

  @Test
  void ofSeveralProofsOneIsNamed() throws Exception {
    try (Running running = new Running(data, HOURLY, QUICK)) {
      assertChallenge(running.client.challenge(running.device, HOURLY), 1, 0);
      assertChallenge(running.client.challenge(running.device, QUICK), 6, 1);
      assertStatus(Code.INVALID_ARGUMENT, () -> running.ask(running.device, ""))
          .contains("hourly/1, quick/1");
    }
  }

  @Test
  void aNetworkWithoutChallengesSaysSo() throws Exception {
    try (Running running = new Running(data, SILENT)) {
      ThrowingCallable call = () -> running.ask(running.device, "");
      assertStatus(Code.FAILED_PRECONDITION, call).contains("no proof of this network");
    }
  }

  @Test
  void aStrangerGetsNone() throws Exception {
    try (Running running = new Running(data, QUICK)) {
      DeviceId stranger = TestNetwork.device(TestNetwork.signer(2));
      assertStatus(Code.NOT_FOUND, () -> running.client.challenge(stranger, QUICK))
          .contains("is not enrolled");
    }
  }

  /** The challenge of the second epoch, a quarter of an hour after its start. */
  private static void assertChallenge(GetChallengeResponse answer, int slots, int slot) {
    Epoch epoch = TestNetwork.RULES.schedule().at(1);
    Beacon beacon = VerifiedBeacon.demo(
            epoch, new SeededBeacons(TestNetwork.NAME).find(epoch).randomness())
        .beacon();
    Challenge expected = new ChallengeSchedule(epoch, beacon, slots)
        .challenge(TestNetwork.device(TestNetwork.signer(1)), slot);
    assertThat(answer.getEpoch()).isEqualTo(1);
    assertThat(answer.getSlot()).isEqualTo(slot);
    assertThat(answer.getNonce().toByteArray()).isEqualTo(expected.nonce());
    assertThat(answer.getOpensAtMs()).isEqualTo(expected.opensAt().toEpochMilli());
    assertThat(answer.getClosesAtMs()).isEqualTo(expected.closesAt().toEpochMilli());
  }

  private static final class Running implements AutoCloseable {
    final NetworkServer server;
    final NetworkClient client;
    final DeviceId device;

    Running(Path data, ProofKind... kinds) throws Exception {
      NetworkPolicy policy = TestNetwork.policy(kinds);
      Instant now = TestNetwork.GENESIS.plus(Duration.ofMinutes(75));
      server = NetworkServer.builder(new SlotNetwork(), PolicySource.of(policy))
          .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
          .clock(new SteppedClock(now))
          .start();
      client = NetworkClient.plaintext("127.0.0.1", server.port(), TestService.TIMEOUT);
      InMemorySigner signer = TestNetwork.signer(1);
      device = TestNetwork.device(signer);
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now), signer);
    }

    GetChallengeResponse ask(DeviceId of, String kind) {
      return NetworkServiceGrpc.newBlockingStub(client.channel())
          .getChallenge(GetChallengeRequest.newBuilder()
              .setDeviceId(of.text())
              .setKind(kind)
              .build());
    }

    @Override
    public void close() throws Exception {
      client.close();
      server.close();
    }
  }
}
