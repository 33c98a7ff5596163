package org.depinsdk.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.scaffold.TestService.assertStatus;

import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.wire.v1.GetClaimResponse;
import org.depinsdk.core.wire.v1.GetNetworkResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs that close while the clock is stepped. */
class SettlementTest {
  private static final Instant T0 = TestNetwork.GENESIS;

  @TempDir
  Path data;

  @Test
  void anEpochIsSettledOnceAfterItsGraceAndSurvivesARestart() throws Exception {
    byte[] root;
    try (TestService service = new TestService(data)) {
      InMemorySigner signer = service.enrolled(1);
      submit(service, signer, 1, T0.plusSeconds(60), "");
      submit(service, signer, 2, T0.plusSeconds(60), "");

      advance(service, T0.plusSeconds(3600 + 300));
      assertThat(service.client.network().getNewestSettledEpoch()).as("grace").isEqualTo(-1);
      submit(service, signer, 3, T0.plusSeconds(3599), "");
      submit(service, signer, 1, T0.plusSeconds(3599), "report.replayed");
      // numbers are counted inside the epoch of the device's time
      submit(service, signer, 1, T0.plusSeconds(3600), "");

      advance(service, T0.plusSeconds(3600 + 600));
      GetNetworkResponse network = service.client.network();
      assertThat(network.getNewestSettledEpoch()).isZero();
      root = network.getNewestRoot().toByteArray();
      assertThat(root).isEqualTo(TestNetwork.sha256(TestNetwork.OPERATOR + " 3\n"));
      assertThat(service.client.statement(0, TestNetwork.OPERATOR.text()))
          .isEqualTo("{\"accepted\":3,\"refused\":1}");
      submit(service, signer, 4, T0.plusSeconds(3599), "report.epoch-closed");
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(3600 + 600));
      assertThat(service.client.network().getNewestRoot().toByteArray()).isEqualTo(root);
      GetClaimResponse claim = service.client.claim(TestNetwork.OPERATOR);
      assertThat(claim.getCumulativeAmount()).isEqualTo("3");
      assertThat(claim.getRoot().toByteArray()).isEqualTo(root);
      assertThat(claim.getProofList()).hasSize(2);

      InMemorySigner signer = TestNetwork.signer(1);
      submit(service, signer, 1, T0.plusSeconds(3600), "report.replayed");
      submit(service, signer, 2, T0.plusSeconds(3600), "");
      submit(service, signer, 5, T0.plusSeconds(3599), "report.epoch-closed");
      // epochs without reports are settled too
      advance(service, T0.plusSeconds(3 * 3600 + 600));
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(2);
      assertThat(service.client.claim(TestNetwork.OPERATOR).getCumulativeAmount())
          .isEqualTo("5");
      assertThat(service.client.statement(1, TestNetwork.OPERATOR.text()))
          .as("epoch 1 has two accepted, one replayed, and two that came too late for epoch 0")
          .isEqualTo("{\"accepted\":2,\"refused\":3}");
      assertStatus(Code.NOT_FOUND, () -> service.client.statement(3, TestNetwork.OPERATOR.text()));
    }
  }

  @Test
  void aClockThatFallsBackDoesNotReopenAnEpoch() throws Exception {
    try (TestService service = new TestService(data)) {
      service.enrolled(1);
      advance(service, T0.plusSeconds(3600 + 600));
    }
    try (TestService service = new TestService(data)) {
      assertThat(service.now()).isEqualTo(T0.plusSeconds(60));
      submit(service, TestNetwork.signer(1), 1, T0.plusSeconds(60), "report.epoch-closed");
      service.server.settleDue();
      assertThat(service.client.network().getNewestSettledEpoch()).isZero();
    }
  }

  @Test
  void aFolderIsUsedByOneServiceAndOneNetwork() throws Exception {
    try (TestService service = new TestService(data)) {
      service.enrolled(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new TestService(data)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  private static void submit(
      TestService service, InMemorySigner signer, long sequence, Instant time, String refusal) {
    assertThat(service.client.submit(TestNetwork.report(signer, sequence, time)).getRefusal())
        .isEqualTo(refusal);
  }

  private static void advance(TestService service, Instant to) throws Exception {
    service.clock.advance(to);
    service.server.settleDue();
  }
}
