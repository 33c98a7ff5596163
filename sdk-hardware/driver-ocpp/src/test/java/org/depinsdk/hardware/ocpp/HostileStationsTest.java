package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A station that floods, stalls, sends garbage or lies about itself hurts only itself. */
class HostileStationsTest {
  private final Bench bench;

  HostileStationsTest() throws DriverException {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "", "a password of CP002"})
  void aWrongPasswordIsRefusedWith401(String password) throws Exception {
    assertThat(upgrade("CP001", "CP001:" + password)).startsWith("HTTP/1.1 401 Unauthorized");
    assertThat(bench.central.devices()).isEmpty();
  }

  @Test
  void onlyTheStationsOwnPasswordOpensItsPath() throws Exception {
    assertThat(upgrade("CP002", "CP001:" + Bench.PASSWORD)).startsWith("HTTP/1.1 401");
    assertThat(upgrade("nobody", "nobody:")).startsWith("HTTP/1.1 401");
    assertThat(upgrade("..%2f", "..:x")).startsWith("HTTP/1.1 401");
    assertThat(upgrade("CP001", "CP001:" + Bench.PASSWORD)).startsWith("HTTP/1.1 101");
  }

  private String upgrade(String path, String pair) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", bench.central.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request(path, pair).getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes(25);
      return new String(head, StandardCharsets.US_ASCII);
    }
  }

  private static String request(String path, String pair) {
    return "GET /ocpp/" + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\nAuthorization: Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\r\n\r\n";
  }

  @Test
  void garbageCostsOnlyTheStationThatSendsIt() throws Exception {
    try (ChargePoint good = bench.online(bench.point("CP002", OcppVersion.V1_6))) {
      RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
      String[] garbage = {
        "",
        "[]",
        "{}",
        "[2]",
        "[9,\"1\",{}]",
        "[3,\"nobody asked\",{}]",
        "[".repeat(10_000),
        "nul",
        "[2,\"1\",\"A\",{\"a\":1,\"a\":2}]",
        "[2,\"" + "1".repeat(37) + "\",\"Heartbeat\",{}]",
        "[2,1,\"Heartbeat\",{}]",
        "[2,\"1\",\"Heartbeat\",{}] x"
      };
      for (String text : garbage) {
        if (raw.isOpen()) {
          raw.send(text);
        }
      }
      assertThat(Bench.get(raw.end)).startsWith("1008 more than 10 messages");
      Device station = bench.central.station("CP001").orElseThrow();
      while (station.status().state() != DriverState.OFFLINE) {
        Thread.onSpinWait();
      }
      assertThat(station.status().detail())
          .isEqualTo("more than 10 messages in a minute that are not OCPP");
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
  }

  @Test
  void aFloodCostsOnlyTheStationThatSendsIt() throws Exception {
    try (Bench slow = new Bench(b -> b.maxMessagesPerSecond(5));
        ChargePoint good = slow.online(slow.point("CP002", OcppVersion.V1_6))) {
      ChargePoint flooding = slow.online(slow.point("CP001", OcppVersion.V1_6));
      Events states = new Events();
      flooding.onStatus(states::add);
      for (int i = 0; i < 60; i++) {
        var unused = flooding.authorize("TAG1");
      }
      states.state(DriverState.OFFLINE);
      flooding.close();
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
  }

  @Test
  void aMessageHasALargestSize() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    raw.send("[2,\"1\",\"Heartbeat\",{\"x\":\"" + "x".repeat(3_000_000) + "\"}]");
    assertThat(Bench.get(raw.end)).startsWith("1009");
  }

  @Test
  void whoDoesNotSpeakOcppIsNotLetIn() throws Exception {
    WebSocketClient client =
        new WebSocketClient(
            URI.create(bench.endpoint() + "/CP001"),
            new Draft_6455(List.of(), List.of(new Protocol("ocpp1.5"))),
            Map.of("Authorization", Identity.basic("CP001", Secret.of(Bench.PASSWORD))),
            10_000) {
          @Override
          public void onOpen(ServerHandshake handshake) {}

          @Override
          public void onMessage(String message) {}

          @Override
          public void onClose(int code, String reason, boolean remote) {}

          @Override
          public void onError(Exception e) {}
        };
    assertThat(client.connectBlocking()).isFalse();
  }

  /** A TCP connection that speaks as much WebSocket as it is told. */
  private static final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();

    Wire(Bench bench) throws IOException {
      socket.setReceiveBufferSize(1024);
      socket.setSoTimeout(20_000);
      socket.connect(bench.central.address());
    }

    void upgrade(String identity) throws IOException {
      socket
          .getOutputStream()
          .write(request(identity, identity + ":a password of " + identity)
              .getBytes(StandardCharsets.US_ASCII));
      int ends = 0;
      for (int next = socket.getInputStream().read(); next >= 0 && ends < 4; ) {
        ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : 0;
        next = ends < 4 ? socket.getInputStream().read() : next;
      }
      assertThat(ends).as("the upgrade was taken").isEqualTo(4);
    }

    // a text frame of 126 to 65,535 bytes under a mask of zeros
    byte[] frame(String text) {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(8 + payload.length)
          .put((byte) 0x81)
          .put((byte) (0x80 | 126))
          .putShort((short) payload.length)
          .putInt(0)
          .put(payload)
          .array();
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    boolean isEnded() throws IOException {
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whoNeverReadsIsCutOff() throws Exception {
    try (Bench patient = new Bench(b -> b.maxMessagesPerSecond(1_000_000));
        ChargePoint good = patient.online(patient.point("CP002", OcppVersion.V1_6));
        Wire deaf = new Wire(patient)) {
      deaf.upgrade("CP001");
      byte[] asking = deaf.frame("[2,\"" + "1".repeat(36) + "\",\"Dance" + "x".repeat(59)
          + "\",{\"x\":\"" + "y".repeat(60) + "\"}]");
      long sent = 0;
      try {
        // what is kept for one station is bounded: the answers that nobody takes end it
        for (; sent < 500_000; sent++) {
          deaf.write(asking);
          if (sent % 10_000 == 0) {
            assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
          }
        }
      } catch (SocketException cut) {
        assertThat(sent).isPositive();
      }
      assertThat(sent).isLessThan(500_000);
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
  }

  @Test
  void whoNeverFinishesItsHandshakeIsCutOff() throws Exception {
    try (Bench strict = new Bench(b -> b.handshake(Duration.ofMillis(200)));
        ChargePoint good = strict.online(strict.point("CP002", OcppVersion.V2_0_1))) {
      List<Wire> silent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Wire wire = new Wire(strict);
        silent.add(wire);
        if (i % 2 == 0) {
          wire.write("GET /ocpp/CP001 HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
      for (Wire wire : silent) {
        assertThat(wire.isEnded()).isTrue();
        wire.close();
      }
      assertThat(good.status().state()).isEqualTo(DriverState.ONLINE);
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
  }

  @Test
  void halfAMessageHoldsNobodyUp() throws Exception {
    try (Wire stalled = new Wire(bench)) {
      stalled.upgrade("CP001");
      byte[] message = stalled.frame("[2,\"1\",\"Heartbeat\",{}]" + " ".repeat(200));
      stalled.write(Arrays.copyOf(message, message.length / 2));
      try (ChargePoint good = bench.online(bench.point("CP002", OcppVersion.V1_6))) {
        for (int i = 0; i < 20; i++) {
          assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
        }
      }
      // it may go on where it stopped
      stalled.write(Arrays.copyOfRange(message, message.length / 2, message.length));
      assertThat(stalled.isEnded()).isFalse();
    }
  }

  @Test
  void aStationThatNeverAnswersHoldsNobodyUp() throws Exception {
    RawStation mute = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(mute.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,");
    Bench.Willing willing = new Bench.Willing();
    try (ChargePoint good = bench.online(bench.point("CP002", OcppVersion.V1_6).remote(willing))) {
      List<CompletableFuture<CommandResult>> waiting = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        waiting.add(start("CP001", "k" + i, Duration.ofSeconds(5)));
      }
      assertThat(Bench.get(start("CP002", "k", Duration.ofSeconds(5))).accepted())
          .isTrue();
      assertThat(willing.asked.await(Bench.Willing.Start.class, s -> true).idToken())
          .isEqualTo("TAG1");
      // more calls than may wait for one station are turned away at once
      assertThat(waiting.stream().filter(CompletableFuture::isCompletedExceptionally))
          .hasSizeGreaterThan(20);
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
    mute.closeBlocking();
  }

  private CompletableFuture<CommandResult> start(String station, String key, Duration timeout) {
    return bench
        .central
        .station(station)
        .flatMap(s -> s.capability(Commandable.class))
        .orElseThrow()
        .execute(new Command("remote-start", key, Map.of("id-token", "TAG1")), timeout);
  }

  @Test
  void whoIsAskedAndFailsAnswersWithAnErrorAndGoesOn() throws Exception {
    try (Bench broken = new Bench(b -> b.authorizer((station, token) -> {
      if (token.equals("TAG666")) {
        throw new IllegalStateException("the back office fell over");
      }
      return TokenAuthorizer.Decision.ACCEPTED;
    }))) {
      RawStation raw = new RawStation(broken.endpoint(), "CP001", OcppVersion.V1_6);
      assertThat(raw.ask("[2,\"1\",\"Authorize\",{\"idTag\":\"TAG666\"}]"))
          .startsWith("[4,\"1\",\"InternalError\"")
          .doesNotContain("back office");
      assertThat(raw.ask("[2,\"2\",\"Authorize\",{\"idTag\":\"TAG1\"}]")).startsWith("[3,\"2\"");
      raw.closeBlocking();
    }
  }

  @Test
  void whoGoesSilentIsCutOffAndTheStatusSaysWhy() throws Exception {
    try (Bench strict =
        new Bench(b -> b.ping(Duration.ofMillis(100)).heartbeat(Duration.ofSeconds(1)))) {
      RawStation silent = new RawStation(strict.endpoint(), "CP001", OcppVersion.V1_6) {
        @Override
        public void onWebsocketPing(WebSocket socket, Framedata frame) {
          // some stations answer no pings
        }
      };
      Device station = strict.central.station("CP001").orElseThrow();
      assertThat(Bench.get(silent.end)).startsWith("1006");
      while (station.status().state() != DriverState.OFFLINE) {
        Thread.onSpinWait();
      }
      assertThat(station.status().detail()).isEqualTo("nothing heard for 2 s");
    }
  }

  // Java-WebSocket accepted no connection any more after a callback had thrown (its issue 1481)
  @Test
  void whoAsksForAPasswordAndFailsCostsOneConnectionOnly() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Bench broken = new Bench(b -> b.passwords(station -> {
      if (asked.incrementAndGet() <= 4) {
        if (asked.get() % 2 == 0) {
          throw new IllegalStateException("the database is away");
        }
        throw new StackOverflowError("not even an exception");
      }
      return Optional.of(Secret.of("a password of " + station));
    }))) {
      for (int i = 0; i < 4; i++) {
        try (Wire wire = new Wire(broken)) {
          wire.write(request("CP001", "CP001:x").getBytes(StandardCharsets.US_ASCII));
          assertThat(new String(
                  wire.socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
              .isEqualTo("HTTP/1.1 500");
        }
      }
      try (ChargePoint good = broken.online(broken.point("CP001", OcppVersion.V1_6))) {
        assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
      }
    }
  }

  @Test
  void whoIsToldAndFailsWithAnErrorCostsThatConnectionOnly() throws Exception {
    bench.central.onEvent(event -> {
      if (event instanceof StationEvent.VendorData) {
        throw new StackOverflowError("not even an exception");
      }
    });
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    raw.send("[2,\"1\",\"DataTransfer\",{\"vendorId\":\"V\"}]");
    assertThat(Bench.get(raw.end)).startsWith("1011 the receiver failed");
    RawStation again = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(again.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    again.closeBlocking();
  }

  @Test
  void whatIsNoWebSocketOfOcppIsRefused() throws Exception {
    String good = request("CP001", "CP001:" + Bench.PASSWORD);
    for (String[] change : new String[][] {
      {"Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "426"},
      {"Connection: Upgrade", "Connection: close", "400"},
      {"GET", "POST", "400"},
      {"Host: x", "Host", "400"},
      {"Host: x", "X: " + "x".repeat(10_000), "400"},
    }) {
      try (Wire wire = new Wire(bench)) {
        wire.write(good.replace(change[0], change[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(
                new String(wire.socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .as(change[0])
            .isEqualTo("HTTP/1.1 " + change[2]);
      }
    }
  }

  @Test
  void whatIsNotTextIsRefusedAndTheCloseFrameSaysWhy() throws Exception {
    RawStation binary = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    binary.send(new byte[] {1, 2, 3});
    assertThat(Bench.get(binary.end)).startsWith("1003 OCPP is text");
    try (Wire latin = new Wire(bench)) {
      latin.upgrade("CP001");
      byte[] frame = latin.frame("x".repeat(200));
      frame[100] = (byte) 0xe4;
      latin.write(frame);
      byte[] close = latin.socket.getInputStream().readNBytes(4);
      assertThat(close[0]).isEqualTo((byte) 0x88);
      assertThat(ByteBuffer.wrap(close).getShort(2)).isEqualTo((short) 1007);
    }
    RawStation left = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    left.close(1000, "going home");
    assertThat(Bench.get(left.end)).startsWith("1000");
    Device station = bench.central.station("CP001").orElseThrow();
    while (station.status().state() != DriverState.OFFLINE) {
      Thread.onSpinWait();
    }
    assertThat(station.status().detail())
        .isEqualTo("closed with 1000 by the other side: \"going home\"");
  }

  @Test
  void aMessageInPiecesIsOneAndHasTheSameLargestSize() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    raw.sendFragmentedFrame(Opcode.TEXT, bytes("[2,\"1\",\"Heart"), false);
    raw.sendPing();
    raw.sendFragmentedFrame(Opcode.TEXT, bytes("beat\",{}]"), true);
    assertThat(raw.answers.await(String.class, s -> true)).startsWith("[3,\"1\"");
    for (int i = 0; i < 3; i++) {
      raw.sendFragmentedFrame(Opcode.TEXT, bytes("x".repeat(1_000_000)), i == 2);
    }
    assertThat(Bench.get(raw.end)).startsWith("1009");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aClosingCentralSystemSaysSoAndLeavesNoThread() throws Exception {
    Bench own = new Bench();
    RawStation raw = new RawStation(own.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    Set<Thread> before = threads();
    own.close();
    assertThat(Bench.get(raw.end)).startsWith("1001 the central system closes");
    bench.close();
    for (Thread thread : before) {
      assertThat(thread.isDaemon()).isTrue();
      thread.join(20_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("ocpp-"))
        .collect(Collectors.toSet());
  }
}
