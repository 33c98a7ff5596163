package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.ChannelCredentials;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as it is set up by the options, on loopback, with certificates of the JDK's own tool. */
class TlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  Path folder;

  private Path certificate;
  private Path key;

  @BeforeEach
  void make() throws Exception {
    certificate = make("server");
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
    Path own = make("client");
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

  /** Makes NAME.crt, self-signed for this machine, and NAME.key; returns the first. */
  private Path make(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process tool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD))
        .redirectErrorStream(true)
        .start();
    String told = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(told).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    return pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
  }

  private Path pem(String file, String type, byte[] bytes) throws IOException {
    String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END " + type + "-----\n";
    return Files.writeString(folder.resolve(file), text);
  }
}
