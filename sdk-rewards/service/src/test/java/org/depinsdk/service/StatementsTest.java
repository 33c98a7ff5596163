package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.GetStatementResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.core.identity.InMemorySigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask for statements at once. */
@Timeout(120)
class StatementsTest {
  private static final int ASKERS = 90;

  @TempDir
  Path data;

  @Test
  void strangersWhoAskForMuchDoNotLockOutAnOwner() throws Exception {
    try (TestService service = new TestService(data);
        NetworkClient stranger =
            NetworkClient.plaintext("127.0.0.1", service.server.port(), TestService.TIMEOUT)) {
      InMemorySigner signer = service.enrolled(1);
      service.client.submit(TestNetwork.report(signer, 1, service.now()));
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      service.server.settleDue();
      List<ListenableFuture<GetStatementResponse>> asked = new ArrayList<>();
      for (int i = 0; i < ASKERS; i++) {
        asked.add(NetworkServiceGrpc.newFutureStub(stranger.channel())
            .getStatement(GetStatementRequest.newBuilder()
                .setSubject(TestNetwork.device(TestNetwork.signer(100 + i)).text())
                .build()));
      }
      String own = service.client.statement(0, TestNetwork.OPERATOR.text());
      assertThat(own).contains("\"total\": \"900000\"");
      for (ListenableFuture<GetStatementResponse> one : asked) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                ExecutionException.class, one::get))
            .extracting(failure -> Status.fromThrowable(failure).getCode())
            .isEqualTo(Status.Code.NOT_FOUND);
      }
      assertThat(service.client.statement(0, TestNetwork.OPERATOR.text())).isEqualTo(own);
      assertThat(service.client.statement(0, TestNetwork.device(signer).text()))
          .contains("\"accepted\": [");
    }
  }
}
