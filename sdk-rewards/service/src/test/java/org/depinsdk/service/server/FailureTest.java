package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.server.FailingService.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part of the service that fails: it is logged and reported to health checks, and an error ends the process. */
@Timeout(120)
class FailureTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Logger log = Logger.getLogger(ServiceHealth.class.getName());

  @TempDir
  Path data;

  @AfterEach
  void loud() {
    log.setLevel(null);
  }

  @Test
  void settlementThatFailsIsToldAndTriedAgain() throws Exception {
    log.setLevel(Level.OFF);
    FailingService failing =
        new FailingService(Part.SETTLEMENT, new IllegalStateException("played"));
    Instant closed = TestNetwork.GENESIS.plus(Duration.ofMinutes(75));
    try (NetworkServer server = failing.start(() -> closed, "--data", data.toString());
        NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
      Iterator<ServingStatus> health = health(client);
      awaitStatus(health, ServingStatus.NOT_SERVING);
      assertThat(client.network().getNewestSettledEpoch()).isEqualTo(-1);
      failing.heal();
      awaitStatus(health, ServingStatus.SERVING);
      assertThat(client.network().getNewestSettledEpoch()).isZero();
    }
  }

  @Test
  void ingestThatFailsTakesNoMoreReportsAndSaysSo() throws Exception {
    log.setLevel(Level.OFF);
    FailingService failing = new FailingService(Part.LOG, new IllegalStateException("played"));
    Instant now = TestNetwork.GENESIS.plusSeconds(60);
    try (NetworkServer server = failing.start(new SteppedClock(now), "--data", data.toString());
        NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
      InMemorySigner signer = TestNetwork.signer(1);
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now), signer);
      Iterator<ServingStatus> health = health(client);
      awaitStatus(health, ServingStatus.SERVING);
      assertStatus(Code.UNAVAILABLE, () -> client.submit(TestNetwork.report(signer, 1, now)));
      awaitStatus(health, ServingStatus.NOT_SERVING);
      failing.heal();
      assertStatus(Code.UNAVAILABLE, () -> client.submit(TestNetwork.report(signer, 2, now)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorEndsTheProcess(Part part) throws Exception {
    Path told = data.resolve("stderr");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FailingService.class.getName(),
            part.name(),
            "--data",
            data.toString())
        .redirectError(told.toFile())
        .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String listening = out.readLine();
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      if (part != Part.SETTLEMENT) {
        try (NetworkClient client = NetworkClient.plaintext("127.0.0.1", port, TIMEOUT)) {
          InMemorySigner signer = TestNetwork.signer(1);
          Instant now = Instant.now();
          assertStatus(Code.UNAVAILABLE, () -> {
            client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now), signer);
            client.submit(TestNetwork.report(signer, 1, now));
          });
        }
      }
      assertThat(process.waitFor()).isEqualTo(ServiceHealth.EXIT_CODE);
    } finally {
      process.destroyForcibly();
    }
    assertThat(told).content().contains("failed").contains("OutOfMemoryError: played");
  }

  static Iterator<ServingStatus> health(NetworkClient client) {
    var watch =
        HealthGrpc.newBlockingStub(client.channel()).watch(HealthCheckRequest.getDefaultInstance());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return watch.hasNext();
      }

      @Override
      public ServingStatus next() {
        return watch.next().getStatus();
      }
    };
  }

  /** The next statuses, up to this one; each is sent when it changes. */
  static void awaitStatus(Iterator<ServingStatus> health, ServingStatus status) {
    while (health.next() != status) {
      assertThat(health.hasNext()).isTrue();
    }
  }
}
