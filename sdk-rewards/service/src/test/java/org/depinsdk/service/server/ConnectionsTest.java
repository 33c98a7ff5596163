package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertOverloaded;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.service.Http2Socket;
import org.depinsdk.service.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a service takes. */
@Timeout(120)
class ConnectionsTest {
  @TempDir
  Path data;

  @Test
  void oneMoreOfAnAddressIsToldWhy() throws Exception {
    try (TestService service = new TestService(data, "--max-connections-per-address", "2")) {
      service.client.network();
      try (Socket second = connect(service)) {
        assertThat(second.isConnected()).isTrue();
        assertRefused(service, "at most 2 connections of an address are served at a time");
        service.client.network();
      }
      // the place of one that was closed is free, as soon as the service has seen it
      while (!isServed(service)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void oneMoreInAllIsToldWhy() throws Exception {
    try (TestService service = new TestService(data, "--max-connections", "2")) {
      service.client.network();
      try (Socket second = connect(service)) {
        assertThat(second.isConnected()).isTrue();
        assertRefused(service, "at most 2 connections are served at a time");
      }
    }
  }

  @Test
  void anAddressWithFewTakesAPlaceOfOneWithMany() throws Exception {
    try (TestService service = new TestService(data, "--max-connections", "2");
        Socket many = Http2Socket.socket(2, service.server.port());
        Socket more = Http2Socket.socket(2, service.server.port())) {
      service.client.network();
      many.setSoTimeout(60_000);
      more.setSoTimeout(60_000);
      // one made way, the other asks nothing
      assertThat(ended(many)).isTrue();
      assertThat(ended(more)).isTrue();
      service.client.network();
    }
  }

  /** Those who are refused take no place, and nobody waits for them. */
  @Test
  void manyRefusedConnectionsAreClosed() throws Exception {
    try (TestService service = new TestService(data, "--max-connections", "1")) {
      service.client.network();
      List<Socket> refused = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        refused.add(connect(service));
      }
      for (Socket each : refused) {
        assertThat(ended(each)).isTrue();
        each.close();
      }
      service.client.network();
    }
  }

  private static boolean isServed(TestService service) {
    try (NetworkClient other = client(service)) {
      other.network();
      return true;
    } catch (StatusRuntimeException refused) {
      return false;
    }
  }

  private static NetworkClient client(TestService service) {
    return NetworkClient.plaintext("127.0.0.1", service.server.port(), Duration.ofSeconds(60));
  }

  private static Socket connect(TestService service) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length < 1000;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void assertRefused(TestService service, String why) {
    try (NetworkClient other = client(service)) {
      assertOverloaded(other::network).isEqualTo(why);
    }
  }
}
