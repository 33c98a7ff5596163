package org.depinsdk.service;

import io.grpc.health.v1.HealthGrpc;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.wire.v1.GetClaimRequest;
import org.depinsdk.client.wire.v1.GetHistoryRequest;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers of eight addresses ask a service that is a process of 512 MB for what anybody may read, and do not take the answers. A
 * device that is connected is served after each attack, and so is one that connects only then.
 */
@Timeout(180)
class ReadingStrangersTest {
  private static final int HOSTS = 8;
  private static final int CONNECTIONS_OF_HOST = 250;
  private static final int CALLS = 16;
  private static final int WINDOW = 65_535;

  @TempDir
  static Path data;

  private static AttackedService service;

  private final List<Closeable> strangers = new ArrayList<>();

  private interface Attack {
    void run(Http2Socket stranger, int call) throws IOException;
  }

  @BeforeAll
  static void start() throws Exception {
    service = new AttackedService(data);
  }

  @AfterEach
  void leave() throws IOException {
    for (Closeable stranger : strangers) {
      stranger.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** Calls whose headers are long and which never go on. */
  @Test
  void callsOfLongHeaders() throws Exception {
    String more = "x".repeat(3500);
    attack(WINDOW, (stranger, call) -> {
      int unused =
          stranger.call(NetworkServiceGrpc.getSubmitStreamMethod().getFullMethodName(), more);
    });
  }

  /** Calls for each answer that the service has, none of which is ever taken. */
  @Test
  void answersThatNobodyTakes() throws Exception {
    String device = TestNetwork.device(AttackedService.SIGNER).text();
    byte[] history = GetHistoryRequest.newBuilder().setDeviceId(device).build().toByteArray();
    byte[] claim = GetClaimRequest.newBuilder()
        .setOperator(TestNetwork.OPERATOR.text())
        .build()
        .toByteArray();
    byte[] statement =
        GetStatementRequest.newBuilder().setSubject(device).build().toByteArray();
    attack(0, (stranger, call) -> {
      switch (call % 4) {
        case 0 -> ask(stranger, NetworkServiceGrpc.getGetHistoryMethod(), history);
        case 1 -> ask(stranger, NetworkServiceGrpc.getGetClaimMethod(), claim);
        case 2 -> ask(stranger, NetworkServiceGrpc.getGetStatementMethod(), statement);
        default -> ask(stranger, NetworkServiceGrpc.getGetNetworkMethod(), new byte[0]);
      }
    });
  }

  /** Calls that wait for a change of the service's health. */
  @Test
  void watchesOfHealth() throws Exception {
    attack(WINDOW, (stranger, call) -> ask(stranger, HealthGrpc.getWatchMethod(), new byte[0]));
  }

  /** Messages of which most never comes. */
  @Test
  void beginningsOfMessages() throws Exception {
    attack(WINDOW, (stranger, call) -> {
      if (call == 0) {
        stranger.partial(
            stranger.call(NetworkServiceGrpc.getSubmitMethod().getFullMethodName(), ""),
            1_000_000,
            60_000);
      }
    });
  }

  /** Connections that take all places and say nothing, and others that come and go. */
  @Test
  void silentConnectionsAndReconnects() throws Exception {
    for (int host = 0; host < HOSTS; host++) {
      for (int i = 0; i < CONNECTIONS_OF_HOST; i++) {
        strangers.add(Http2Socket.socket(2 + host, service.port()));
      }
    }
    for (int i = 0; i < 2000; i++) {
      try (Http2Socket stranger = new Http2Socket(2 + HOSTS, service.port())) {
        ask(stranger.begin(0), NetworkServiceGrpc.getGetNetworkMethod(), new byte[0]);
      } catch (IOException refused) {
        // as an attacker would, it goes on
        continue;
      }
    }
    service.servesEverybody();
  }

  private void attack(int window, Attack attack) throws Exception {
    for (int host = 0; host < HOSTS; host++) {
      for (int i = 0; i < CONNECTIONS_OF_HOST; i++) {
        Http2Socket stranger = new Http2Socket(2 + host, service.port());
        strangers.add(stranger);
        try {
          stranger.begin(window);
          for (int call = 0; call < CALLS; call++) {
            attack.run(stranger, call);
          }
        } catch (IOException refused) {
          // as an attacker would, it goes on with the next connection
          continue;
        }
      }
    }
    service.servesEverybody();
  }

  private static void ask(
      Http2Socket stranger, io.grpc.MethodDescriptor<?, ?> method, byte[] request)
      throws IOException {
    stranger.message(stranger.call(method.getFullMethodName(), ""), request, true);
  }
}
