package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in: nobody by itself, endorsed devices, and no further device of an owner who is banned. */
class EnrollmentOptionsTest {
  private static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);
  private static final OperatorId OTHER =
      new OperatorId("0x8617E340B3D01FA5F11F306F4090FD50E238070D");

  private final SteppedClock clock = new SteppedClock(NOW);

  @TempDir
  Path data;

  /** A network that decides nothing about enrolments. */
  private static final class Closed implements Network {}

  @Test
  void endorsedDevicesAndThoseWithAVoucherAreActiveAtOnce() throws Exception {
    InMemorySigner device = TestNetwork.signer(1);
    InMemorySigner maker = TestNetwork.signer(50);
    Enrollment alone = TestNetwork.enrollment(device, NOW);
    Enrollment endorsed = new Enrollment(
        alone.device(),
        NOW,
        Optional.of(Endorsement.sign(
            device.publicKey(), new DeviceOrigin("acme", "serial-1", "batch-1"), maker)));
    assertThat(Activation.BY_HAND.activates(endorsed)).isFalse();
    assertThat(Activation.endorsedBy("acme", "office").activates(endorsed)).isTrue();
    assertThat(Activation.endorsedBy("office").activates(endorsed)).isFalse();
    assertThat(Activation.endorsedBy("acme").activates(alone)).isFalse();
  }

  @Test
  void enrolmentIsClosedUnlessTheNetworkSaysOtherwise() throws Exception {
    try (NetworkServer server = start(new Closed());
        NetworkClient client = client(server)) {
      assertThat(enrol(client, 1, TestNetwork.OPERATOR)).isEqualTo("enrolled");
      assertThat(
              client.submit(TestNetwork.report(TestNetwork.signer(1), 1, NOW)).getRefusal())
          .isEqualTo("report.device-not-active");
    }
  }

  @Test
  void anOwnerWhoseDeviceIsBannedEnrolsNoOtherKey() throws Exception {
    try (NetworkServer server = start(new Closed());
        NetworkClient client = client(server)) {
      assertThat(enrol(client, 1, TestNetwork.OPERATOR)).isEqualTo("enrolled");
      server.admin().sanction(ban(NOW.plusSeconds(3600))).get();
      assertStatus(Code.FAILED_PRECONDITION, () -> enrol(client, 2, TestNetwork.OPERATOR))
          .contains("banned until");
      assertThat(enrol(client, 2, OTHER)).as("another owner").isEqualTo("enrolled");
      assertThat(enrol(client, 1, TestNetwork.OPERATOR)).as("who is in").isEqualTo("enrolled");
      clock.advance(NOW.plusSeconds(3600));
      assertThat(enrol(client, 3, TestNetwork.OPERATOR)).as("afterwards").isEqualTo("enrolled");
    }
  }

  private static SanctionEvent ban(Instant until) {
    return new SanctionEvent.Imposed(
        NOW,
        1,
        TestNetwork.device(TestNetwork.signer(1)),
        new ReasonCode("test.lied"),
        List.of(new ReportId("0".repeat(64))),
        until,
        Duration.ofDays(1));
  }

  private static String enrol(NetworkClient client, int number, OperatorId owner) throws Exception {
    InMemorySigner signer = TestNetwork.signer(number);
    return client
        .enroll(
            TestNetwork.NAME, TestNetwork.enrollment(signer, owner, "access-point", NOW), signer)
        .getStatus();
  }

  private NetworkServer start(Network network) throws Exception {
    return NetworkServer.builder(network, PolicySource.of(TestNetwork.POLICY))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(clock)
        .start();
  }

  private static NetworkClient client(NetworkServer server) {
    return NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
  }
}
