package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.ChannelCredentials;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestCertificates;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as it is set up by the options, on loopback, with certificates of the JDK's own tool. */
class TlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private Path certificate;
  private Path key;

  @BeforeEach
  void make() throws Exception {
    certificate = TestCertificates.make(folder, "server");
    key = folder.resolve("server.key");
  }

  @Test
  void aClientThatTrustsTheCertificateIsServedAndOthersAreNot() throws Exception {
    try (NetworkServer server = start("--host", "0.0.0.0")) {
      ChannelCredentials trusting =
          TlsChannelCredentials.newBuilder().trustManager(certificate.toFile()).build();
      try (NetworkClient client =
          NetworkClient.connect("127.0.0.1", server.port(), trusting, TIMEOUT)) {
        assertThat(client.network().getNetwork()).isEqualTo(TestNetwork.NAME);
      }
      try (NetworkClient client = NetworkClient.connect(
          "127.0.0.1", server.port(), TlsChannelCredentials.create(), TIMEOUT)) {
        assertStatus(Code.UNAVAILABLE, client::network);
      }
      try (NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
        assertStatus(Code.UNAVAILABLE, client::network);
      }
    }
  }

  @Test
  void clientsShowACertificateWhereTheyMust() throws Exception {
    Path own = TestCertificates.make(folder, "client");
    try (NetworkServer server = start("--tls-client-ca", own.toString())) {
      TlsChannelCredentials.Builder trusting =
          TlsChannelCredentials.newBuilder().trustManager(certificate.toFile());
      try (NetworkClient client =
          NetworkClient.connect("127.0.0.1", server.port(), trusting.build(), TIMEOUT)) {
        assertStatus(Code.UNAVAILABLE, client::network);
      }
      trusting.keyManager(own.toFile(), folder.resolve("client.key").toFile());
      try (NetworkClient client =
          NetworkClient.connect("127.0.0.1", server.port(), trusting.build(), TIMEOUT)) {
        assertThat(client.network().getNetwork()).isEqualTo(TestNetwork.NAME);
      }
    }
  }

  @Test
  void plainTextIsServedToOthersOnlyWhereItIsAskedFor() throws Exception {
    String data = folder.resolve("data").toString();
    ServerOptions options =
        ServerOptions.parse("--data", data, "--port", "0", "--host", "0.0.0.0", "--plaintext");
    try (NetworkServer server = start(options);
        NetworkClient client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT)) {
      assertThat(client.network().getNetwork()).isEqualTo(TestNetwork.NAME);
    }
  }

  private NetworkServer start(String... more) throws IOException {
    List<String> args = new java.util.ArrayList<>(List.of(
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0",
        "--tls-certificate",
        certificate.toString(),
        "--tls-key",
        key.toString()));
    args.addAll(List.of(more));
    return start(ServerOptions.parse(args.toArray(String[]::new)));
  }

  private static NetworkServer start(ServerOptions options) throws IOException {
    return NetworkServer.builder(new TestNetwork(), PolicySource.of(TestNetwork.POLICY))
        .options(options)
        .clock(new SteppedClock(TestNetwork.GENESIS))
        .start();
  }
}
