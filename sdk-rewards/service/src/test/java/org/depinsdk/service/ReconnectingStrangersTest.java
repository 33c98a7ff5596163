package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.depinsdk.service.metrics.ClosedConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers make a service with TLS, which is a process of 512 MB, begin connections. An honest device is served after each attack. */
@Timeout(180)
class ReconnectingStrangersTest {
  /** The beginning of a ClientHello of TLS 1.2 (RFC 5246, 7.4.1.2), whose record has 512 bytes. */
  private static final byte[] HALF_HELLO =
      HexFormat.of().parseHex("1603010200010001fc0303" + "20".repeat(32));

  private static final int HALF_OPEN = 200;

  @TempDir
  static Path data;

  private static AttackedService service;

  @BeforeAll
  static void start() throws Exception {
    Path certificate = TestCertificates.make(data, "server");
    ChannelCredentials trusting =
        TlsChannelCredentials.newBuilder().trustManager(certificate.toFile()).build();
    service = new AttackedService(
        data,
        Optional.of(trusting),
        "--tls-certificate",
        certificate.toString(),
        "--tls-key",
        data.resolve("server.key").toString());
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** An address that connects again and again is served as often as anybody, and costs no handshake beyond that. */
  @Test
  void endlessReconnects() throws Exception {
    int attempts = 4000;
    long start = System.nanoTime();
    for (int i = 0; i < attempts; i++) {
      try (Socket stranger = Http2Socket.socket(2, service.port())) {
        stranger.getOutputStream().write(HALF_HELLO);
      } catch (IOException refused) {
        // as an attacker would, it goes on
        continue;
      }
    }
    service.servesEverybody();
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
    assertThat(service.closed(ClosedConnection.TOO_FAST))
        .isGreaterThanOrEqualTo(attempts - 16 * 16 - 16 * seconds);
  }

  /** Handshakes that begin and stop are closed, and counted. */
  @Test
  void halfOpenHandshakes() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < HALF_OPEN; i++) {
      Socket stranger = Http2Socket.socket(3, service.port());
      stranger.setSoTimeout(60_000);
      stranger.getOutputStream().write(HALF_HELLO);
      strangers.add(stranger);
    }
    service.servesEverybody();
    for (Socket stranger : strangers) {
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
      stranger.close();
    }
    assertThat(service.closed(ClosedConnection.HANDSHAKE)).isEqualTo(HALF_OPEN);
    service.servesEverybody();
  }
}
