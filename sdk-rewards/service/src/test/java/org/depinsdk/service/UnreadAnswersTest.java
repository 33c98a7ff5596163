package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.service.metrics.ClosedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers ask a service that is a process of 512 MB for statements of a megabyte, and do not take them. */
@Timeout(180)
class UnreadAnswersTest {
  private static final int THOUSANDS_OF_REPORTS = 14;
  private static final int HOSTS = 8;
  private static final int CONNECTIONS_OF_HOST = 20;
  private static final int CALLS = 16;

  @TempDir
  Path data;

  /** Answers wait in the service for HTTP/2's window, or in the operating system for a reader. */
  @Test
  void statementsThatNobodyTakesAreFewAndTheirConnectionsAreClosed() throws Exception {
    byte[] request = GetStatementRequest.newBuilder()
        .setSubject(TestNetwork.device(AttackedService.SIGNER).text())
        .build()
        .toByteArray();
    List<Http2Socket> strangers = new ArrayList<>();
    try (AttackedService service =
        new AttackedService(data, "--control", "--timeout", "PT5S", "--max-timeout", "PT5S")) {
      service.settle(THOUSANDS_OF_REPORTS);
      for (int host = 0; host < HOSTS; host++) {
        int window = host % 2 == 0 ? 65_535 : Integer.MAX_VALUE;
        for (int i = 0; i < CONNECTIONS_OF_HOST; i++) {
          strangers.add(ask(new Http2Socket(2 + host, service.port()), window, request));
        }
      }
      service.servesEverybody();
      long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (service.closed(ClosedConnection.UNREAD_ANSWER) < HOSTS && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(service.closed(ClosedConnection.UNREAD_ANSWER)).isGreaterThanOrEqualTo(HOSTS);
      service.servesEverybody();
    } finally {
      for (Http2Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static Http2Socket ask(Http2Socket stranger, int window, byte[] request) {
    String method = NetworkServiceGrpc.getGetStatementMethod().getFullMethodName();
    try {
      stranger.begin(window);
      for (int call = 0; call < CALLS; call++) {
        stranger.message(stranger.call(method, ""), request, true);
      }
    } catch (IOException refused) {
      // as an attacker would, it goes on with the next connection
      return stranger;
    }
    return stranger;
  }
}
