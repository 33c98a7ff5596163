package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.VrfBeacons;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.vrf.VrfSuite;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.Payouts;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.service.EpochBeacons;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An epoch waits for the randomness that its policy names. */
@Timeout(120)
class RandomnessTest {
  // drand documentation, quicknet round 123
  private static final String ROUND_123 =
      "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";

  private static final DrandChain QUICKNET = DrandChain.QUICKNET;
  private static final EpochSchedule SCHEDULE =
      new EpochSchedule(QUICKNET.timeOf(123), Duration.ofHours(1), Duration.ofMinutes(10));

  private static final byte[] SECRET = new byte[32];
  private static final BeaconSource.Vrf VRF = vrf();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Logger log = Logger.getLogger(ServiceHealth.class.getName());

  @TempDir
  Path data;

  @AfterEach
  void loud() {
    log.setLevel(null);
  }

  private static BeaconSource.Vrf vrf() {
    VrfSuite suite = VrfSuite.ECVRF_EDWARDS25519_SHA512_ELL2;
    try {
      return new BeaconSource.Vrf(
          suite, InMemorySigner.ofSecret(suite.algorithm(), SECRET).publicKey());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static NetworkPolicy policy(BeaconSource source) {
    NetworkPolicy plain = TestNetwork.policy(UptimeVerifier.KIND);
    return new NetworkPolicy(
        new AdmissionRules(
            TestNetwork.NAME, SCHEDULE, plain.admission().maxSkew(), Duration.ofHours(1)),
        plain.provenance(),
        plain.proofs(),
        plain.compositions(),
        plain.rewards(),
        plain.identity(),
        source,
        Payouts.REAL,
        plain.witnesses(),
        plain.attestation());
  }

  private static NetworkPolicy policy() {
    return policy(new BeaconSource.Drand(QUICKNET, Duration.ZERO));
  }

  private static BeaconProof round123() throws IOException {
    try {
      return new BeaconProof.Drand(
          QUICKNET.hash(), new DrandRound(123, Hex.decode(ROUND_123), new byte[0]));
    } catch (EncodingException e) {
      throw new IOException(e);
    }
  }

  /** A network whose randomness comes when a test says so. */
  private static final class Waiting implements Network {
    volatile BeaconProofs proofs = epoch -> {
      throw new IOException("the round is late");
    };

    @Override
    public BeaconProofs beacons(NetworkPolicy policy, Path folder) {
      return epoch -> proofs.find(epoch);
    }

    @Override
    public boolean activates(Enrollment enrollment) {
      return true;
    }
  }

  @Test
  void settlementWaitsForALateRoundAndTakesNoOther() throws Exception {
    Waiting network = new Waiting();
    SteppedClock clock = new SteppedClock(SCHEDULE.closesAt(SCHEDULE.at(0)).plusMillis(1));
    try (NetworkServer server = start(network, policy(), clock)) {
      assertThatThrownBy(server::settleDue).hasMessageContaining("the round is late");
      network.proofs = epoch ->
          new BeaconProof.Drand(QUICKNET.hash(), new DrandRound(124, new byte[48], new byte[0]));
      assertThatThrownBy(server::settleDue)
          .hasMessageContaining("the randomness of epoch 0 is refused: wrong-round");
      assertThat(data.resolve("bundles/epoch-0")).doesNotExist();
      network.proofs = epoch -> round123();
      server.settleDue();
    }
    assertThat(Files.readString(data.resolve("bundles/epoch-0/beacon.json"))).contains(ROUND_123);
  }

  @Test
  void healthSaysThatTheRunningEpochWaits() throws Exception {
    log.setLevel(Level.OFF);
    Waiting network = new Waiting();
    VrfBeacons proofs = new VrfBeacons(VRF, SECRET, TestNetwork.NAME, SCHEDULE);
    network.proofs = proofs;
    AtomicReference<Instant> now = new AtomicReference<>(SCHEDULE.genesis().plusSeconds(90));
    try (NetworkServer server = start(network, policy(VRF), now::get);
        NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
      Iterator<ServingStatus> health = FailureTest.health(client);
      FailureTest.awaitStatus(health, ServingStatus.SERVING);
      network.proofs = epoch -> {
        throw new IOException("the round is late");
      };
      now.set(SCHEDULE.at(1).start().plusSeconds(61));
      FailureTest.awaitStatus(health, ServingStatus.NOT_SERVING);
      network.proofs = proofs;
      FailureTest.awaitStatus(health, ServingStatus.SERVING);
    }
  }

  @Test
  void aDeviceIsToldToAskAgain() throws Exception {
    log.setLevel(Level.OFF);
    Instant now = SCHEDULE.genesis().plusSeconds(30);
    try (NetworkServer server = start(new Waiting(), policy(), () -> now);
        NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
      InMemorySigner signer = TestNetwork.signer(1);
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now), signer);
      assertStatus(
          Code.UNAVAILABLE,
          () -> client.challenge(TestNetwork.device(signer), UptimeVerifier.KIND));
    }
  }

  private NetworkServer start(Network network, NetworkPolicy policy, InstantSource clock)
      throws IOException {
    return NetworkServer.builder(network, PolicySource.of(policy))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(clock)
        .storage(new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME))
        .start();
  }

  @Test
  void callsDoNotQueueBehindOneThatAsks() throws Exception {
    Epoch epoch = SCHEDULE.at(0);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    EpochBeacons beacons = new EpochBeacons(policy(), any -> {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return round123();
    });
    CompletableFuture<?> first = CompletableFuture.supplyAsync(() -> {
      try {
        return beacons.forCall(epoch);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    asked.await();
    assertThat(beacons.forCall(epoch)).isEmpty();
    answer.countDown();
    first.join();
    assertThat(beacons.forCall(epoch)).contains(beacons.of(epoch));
  }

  @Test
  void afterAFailureCallsPause() throws Exception {
    EpochBeacons beacons = new EpochBeacons(policy(), epoch -> {
      throw new IOException("late");
    });
    assertThatThrownBy(() -> beacons.forCall(SCHEDULE.at(0))).hasMessage("late");
    assertThat(beacons.forCall(SCHEDULE.at(0))).isEmpty();
    assertThatThrownBy(() -> beacons.of(SCHEDULE.at(0))).hasMessage("late");
  }

  @Test
  void overdueIsAMinuteAfterTheRoundWasDue() {
    EpochBeacons beacons = new EpochBeacons(
        policy(new BeaconSource.Drand(QUICKNET, Duration.ofMinutes(5))), epoch -> round123());
    Instant due = SCHEDULE.genesis().plus(Duration.ofMinutes(5));
    assertThat(beacons.isOverdue(SCHEDULE.at(0), due.plusSeconds(60))).isFalse();
    assertThat(beacons.isOverdue(SCHEDULE.at(0), due.plusSeconds(61))).isTrue();
  }

  @Test
  void aKeyProvesEachEpochByItself() throws Exception {
    EpochBeacons beacons =
        new EpochBeacons(policy(VRF), new VrfBeacons(VRF, SECRET, TestNetwork.NAME, SCHEDULE));
    assertThat(beacons.of(SCHEDULE.at(1)).beacon().randomness())
        .isNotEqualTo(beacons.of(SCHEDULE.at(2)).beacon().randomness());
    byte[] other = new byte[32];
    other[0] = 1;
    assertThatThrownBy(() -> new VrfBeacons(VRF, other, TestNetwork.NAME, SCHEDULE))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> new TestNetwork().beacons(policy(VRF), data))
        .hasMessageContaining("does not override beacons");
  }
}
