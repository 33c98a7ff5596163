package org.depinsdk.bandwidth.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorServerTest {
  private static final int CHALLENGERS = 3;

  private final Map<DeviceId, DeviceKey> registry = new ConcurrentHashMap<>();
  private final List<CoordinatorClient> clients = new ArrayList<>();
  private Street street;
  private CoordinatorServer server;

  @BeforeEach
  void open() throws IOException {
    street = new Street(CHALLENGERS, 100_000);
    registry.put(street.prover, street.proverSigner.publicKey());
    for (int i = 0; i < CHALLENGERS; i++) {
      registry.put(street.ids.get(i), Street.signer(10 + i).publicKey());
    }
    server = CoordinatorServer.start(
        Street.NETWORK,
        new BandwidthCoordinator(Street.NETWORK, street.coordinator),
        device -> Optional.ofNullable(registry.get(device)),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        street.loops,
        InstantSource.system());
  }

  @AfterEach
  void close() {
    clients.forEach(CoordinatorClient::close);
    server.close();
    street.close();
  }

  private CoordinatorClient challenger(int number) {
    BandwidthChallenger challenger = street.challengers.get(number);
    CoordinatorClient client = CoordinatorClient.start(
        new CoordinatorClient.Identity(
            Street.NETWORK,
            street.ids.get(number),
            Street.signer(10 + number),
            street.coordinator.publicKey(),
            challenger.address().getPort(),
            100_000),
        server.address(),
        street.loops,
        challenger::expect);
    clients.add(client);
    return client;
  }

  private CompletableFuture<ProverTraffic> prover() {
    CompletableFuture<ProverTraffic> had = new CompletableFuture<>();
    clients.add(CoordinatorClient.start(
        new CoordinatorClient.Identity(
            Street.NETWORK,
            street.prover,
            street.proverSigner,
            street.coordinator.publicKey(),
            0,
            0),
        server.address(),
        street.loops,
        invitation -> {
          try {
            had.complete(street.run(invitation));
          } catch (Exception e) {
            had.completeExceptionally(e);
          }
        }));
    return had;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        !condition.getAsBoolean() && System.nanoTime() - end < 0; ) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private void awaitChallengers() throws InterruptedException {
    for (int i = 0; i < CHALLENGERS; i++) {
      challenger(i);
    }
    await(() -> street.ids.stream().allMatch(server::isPresent));
  }

  @Test
  void devicesThatWaitAreInvitedAndMeasure() throws Exception {
    awaitChallengers();
    CompletableFuture<ProverTraffic> had = prover();
    await(() -> server.isPresent(street.prover));
    assertThat(server.invite(street.plan(Direction.DOWNLOAD, 5))).isTrue();
    assertThat(had.get(20, TimeUnit.SECONDS).byChallenger()).hasSize(CHALLENGERS);
    assertThat(street.allClaimed()).isTrue();
    assertThat(street.claims.values()).allMatch(ObservedTraffic::reached);
  }

  @Test
  void challengersAreToldSoThatTheySayThatAProverIsAbsent() throws Exception {
    awaitChallengers();
    assertThat(server.invite(street.plan(Direction.DOWNLOAD, 5))).isTrue();
    assertThat(street.allClaimed()).isTrue();
    assertThat(street.claims.values()).noneMatch(ObservedTraffic::reached);
  }

  @Test
  void aTestWhoseChallengerHasGoneIsPutOff() throws Exception {
    awaitChallengers();
    clients.get(0).close();
    await(() -> !server.isPresent(street.ids.get(0)));
    TestPlan plan = street.plan(Direction.DOWNLOAD, 5);
    assertThat(server.invite(plan)).isFalse();
    challenger(0);
    await(() -> server.isPresent(street.ids.get(0)));
    assertThat(server.invite(plan)).isTrue();
  }

  @Test
  void nobodyAttendsForAnother() throws Exception {
    InMemorySigner other = Street.signer(99);
    byte[] stolen = new byte[Attendance.NONCE_BYTES];
    assertThat(isRefused(nonce ->
            Attendance.sign(Street.NETWORK, nonce, other, street.prover, 0, 0).encode()))
        .as("another's key")
        .isTrue();
    assertThat(isRefused(nonce -> Attendance.sign(
                Street.NETWORK, stolen, street.proverSigner, street.prover, 0, 0)
            .encode()))
        .as("what was signed for another connection")
        .isTrue();
    assertThat(isRefused(nonce -> new byte[50])).as("no attendance").isTrue();
    assertThat(isRefused(nonce -> new byte[Frames.MAX_BYTES + 1]))
        .as("too long")
        .isTrue();
    assertThat(server.isPresent(street.prover)).isFalse();
    assertThat(isRefused(nonce -> Attendance.sign(
                Street.NETWORK, nonce, street.proverSigner, street.prover, 0, 0)
            .encode()))
        .as("its own, which is present until its connection closes")
        .isFalse();
  }

  private interface Answer {
    byte[] to(byte[] nonce) throws Exception;
  }

  // the server closes, or sends the invitation of a test
  private boolean isRefused(Answer answer) throws Exception {
    try (Socket socket =
        new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] nonce = message(in);
      byte[] bytes = answer.to(nonce);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(bytes.length);
      out.write(bytes);
      out.flush();
      if (server.isPresent(street.prover)) {
        return false;
      }
      awaitPresenceOrEnd(socket);
      return !server.isPresent(street.prover);
    }
  }

  private void awaitPresenceOrEnd(Socket socket) throws Exception {
    socket.setSoTimeout(20);
    await(() -> {
      try {
        return server.isPresent(street.prover) || socket.getInputStream().read() < 0;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    });
  }

  private static byte[] message(DataInputStream in) throws IOException {
    while (true) {
      byte[] message = new byte[in.readUnsignedShort()];
      in.readFully(message);
      if (message.length > 0) {
        return message;
      }
    }
  }
}
