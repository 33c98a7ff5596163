package org.depinsdk.driver.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.reading.Reading;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our charge point against our central system, and hostile stations against it. */
class CentralSystemTest {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final String OCMF =
      "OCMF|{\"FV\":\"1.0\",\"PG\":\"T1\",\"RD\":[{\"RV\":1.0}]}|{\"SD\":\"3006020101020101\"}";

  private final Bench bench;

  CentralSystemTest() throws DriverException {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static MeterSample energy(long wattHours, String context) {
    return MeterSample.energy(Instant.now().truncatedTo(ChronoUnit.MILLIS), wattHours, context);
  }

  private static MeterSample signed(MeterSample sample) {
    return sample.with(new SignedValue("OCMF", OCMF, Optional.of("3059")));
  }

  private Device station(String name) {
    return bench.central.station(name).orElseThrow();
  }

  private static Commandable commands(Device device) {
    return device.capability(Commandable.class).orElseThrow();
  }

  private static ChargePoint online(ChargePoint.Builder builder) throws InterruptedException {
    ChargePoint point = builder.connect();
    Events states = new Events();
    point.onStatus(states::add);
    if (point.status().state() != DriverState.ONLINE) {
      states.state(DriverState.ONLINE);
    }
    return point;
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWholeSession(OcppVersion version) throws Exception {
    Bench.Willing willing = new Bench.Willing();
    try (ChargePoint point = online(bench.point("CP001", version).remote(willing))) {
      StationEvent.Booted booted = bench.events.await(StationEvent.Booted.class, b -> true);
      assertThat(booted.vendor()).isEqualTo("Maker");
      Device device = station("CP001");
      assertThat(device.identity().serial()).isEqualTo("S-1");
      assertThat(device.status().state()).isEqualTo(DriverState.ONLINE);
      ReadingStream stream = device.capability(Streaming.class).orElseThrow().stream(
          List.of(MeterSample.ENERGY, Station.SIGNED), Duration.ofSeconds(1), 100);

      assertThat(Bench.get(point.authorize("TAG1"))).isTrue();
      assertThat(Bench.get(point.authorize("nobody"))).isFalse();
      Bench.get(point.status(1, "Available"));
      assertThat(bench.events.await(StationEvent.StatusChanged.class, s -> true).evse())
          .isEqualTo(1);

      CommandResult asked = Bench.get(commands(device)
          .execute(new Command("remote-start", "k1", Map.of("id-token", "TAG1")), WAIT));
      assertThat(asked.accepted()).isTrue();
      Bench.Willing.Start start = willing.asked.await(Bench.Willing.Start.class, s -> true);
      ChargeSession session = point.begin(
          start.connector(),
          start.idToken(),
          List.of(signed(energy(1000, MeterSample.BEGIN))),
          start.number());
      StationEvent.Transaction began = bench.events.transaction(StationEvent.Phase.STARTED);
      assertThat(began.idToken()).contains("TAG1");
      assertThat(Bench.get(session.accepted())).isTrue();
      assertThat(session.transaction()).isEqualTo(began.transaction());

      session.meter(List.of(energy(1500, MeterSample.PERIODIC)));
      StationEvent.Transaction updated = bench.events.await(
          StationEvent.Transaction.class,
          t -> t.samples().stream().anyMatch(s -> s.context().equals(MeterSample.PERIODIC)));
      assertThat(updated.transaction()).isEqualTo(began.transaction());

      CommandResult stop = Bench.get(commands(device)
          .execute(
              new Command("remote-stop", "k2", Map.of("transaction", session.transaction())),
              WAIT));
      assertThat(stop.accepted()).isTrue();
      assertThat(willing.asked.await(Bench.Willing.Stop.class, s -> true).transaction())
          .isEqualTo(session.transaction());
      session.end(
          Instant.now().truncatedTo(ChronoUnit.MILLIS),
          List.of(signed(energy(2000, MeterSample.END))),
          Optional.of("Remote"));
      StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
      assertThat(ended.transaction()).isEqualTo(began.transaction());
      assertThat(ended.reason()).isEqualTo("Remote");
      assertThat(ended.samples().stream().flatMap(s -> s.signed().stream()).toList())
          .singleElement()
          .satisfies(s -> {
            assertThat(s.data()).isEqualTo(OCMF);
            assertThat(s.format()).isEqualTo("OCMF");
          });
      Bench.get(session.delivered());

      Reading first = stream.next(WAIT).orElseThrow();
      assertThat(first.isGood()).isTrue();
      boolean signedSeen = false;
      for (Optional<Reading> r = Optional.of(first);
          r.isPresent();
          r = stream.next(Duration.ofMillis(200))) {
        signedSeen |= r.get().signature().isPresent()
            && new String(r.get().raw().orElseThrow().toArray(), StandardCharsets.UTF_8)
                .equals(OCMF);
      }
      assertThat(signedSeen).isTrue();
    }
  }

  @Test
  void aCommandIsDoneOncePerKey() throws Exception {
    Bench.Willing willing = new Bench.Willing();
    try (ChargePoint point = online(bench.point("CP001", OcppVersion.V2_0_1).remote(willing))) {
      Commandable station = commands(station("CP001"));
      for (int i = 0; i < 3; i++) {
        Command command = new Command("remote-start", "same", Map.of("id-token", "TAG1"));
        assertThat(Bench.get(station.execute(command, WAIT)).accepted()).isTrue();
      }
      assertThat(willing.asked.all(Bench.Willing.Start.class)).hasSize(1);
      assertThat(Bench.get(station.execute(new Command("report", "r", Map.of()), WAIT))
              .accepted())
          .isTrue();
      int request = willing.asked.await(Integer.class, n -> true);
      Bench.get(point.report(
          request, List.of(new StationEvent.Variable("OCPPCommCtrlr", "X", Optional.of("1")))));
      assertThat(bench.events.await(StationEvent.Reported.class, r -> true).variables())
          .containsExactly(new StationEvent.Variable("OCPPCommCtrlr", "X", Optional.of("1")));
      assertThatThrownBy(
              () -> Bench.get(station.execute(new Command("dance", "d", Map.of()), WAIT)))
          .hasCauseInstanceOf(DriverException.Unsupported.class)
          .hasMessageContaining("no command dance");
      assertThatThrownBy(
              () -> Bench.get(station.execute(new Command("remote-stop", "e", Map.of()), WAIT)))
          .hasMessageContaining("transaction");
    }
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void whatWasQueuedOfflineIsDeliveredInOrder(OcppVersion version) throws Exception {
    try (ChargePoint point = online(bench.point("CP001", version))) {
      int port = bench.central.address().getPort();
      Events states = new Events();
      point.onStatus(states::add);
      bench.central.close();
      states.state(DriverState.OFFLINE);

      ChargeSession session = point.begin(1, "TAG1", List.of(energy(1000, MeterSample.BEGIN)));
      session.meter(List.of(energy(1200, MeterSample.PERIODIC)));
      session.end(Instant.now(), List.of(energy(1400, MeterSample.END)), Optional.empty());
      assertThat(point.queued()).isEqualTo(3);

      Events events = new Events();
      try (CentralSystem again = CentralSystem.builder(bench.context)
          .address(new java.net.InetSocketAddress("127.0.0.1", port))
          .passwords(s -> Optional.of(Secret.of(Bench.PASSWORD)))
          .authorizer((s, t) -> TokenAuthorizer.Decision.ACCEPTED)
          .open()) {
        again.onEvent(events::add);
        Bench.get(session.delivered());
        assertThat(point.queued()).isZero();
        assertThat(events.all(StationEvent.Transaction.class).stream()
                .map(StationEvent.Transaction::phase))
            .containsExactly(
                StationEvent.Phase.STARTED, StationEvent.Phase.UPDATED, StationEvent.Phase.ENDED);
        assertThat(events.all(StationEvent.Transaction.class).stream()
                .map(StationEvent.Transaction::transaction)
                .distinct())
            .hasSize(1);
      }
    }
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
      String request = "GET /ocpp/" + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
          + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\nAuthorization: Basic "
          + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes(25);
      return new String(head, StandardCharsets.US_ASCII);
    }
  }

  /** A station that sends whatever it likes. */
  private final class Raw extends WebSocketClient {
    final Events answers = new Events();
    final CompletableFuture<String> end = new CompletableFuture<>();

    Raw(String identity, OcppVersion version) throws InterruptedException {
      super(
          URI.create(bench.endpoint() + "/" + identity),
          new Draft_6455(List.of(), List.of(new Protocol(version.subprotocol()))),
          Map.of("Authorization", Identity.basic(identity, Secret.of("a password of " + identity))),
          10_000);
      assertThat(connectBlocking()).isTrue();
    }

    String ask(String text) throws InterruptedException {
      send(text);
      return answers.await(String.class, s -> true);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String message) {
      answers.add(message);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      end.complete(code + " " + reason);
    }

    @Override
    public void onError(Exception e) {
      end.completeExceptionally(e);
    }
  }

  private static final String START =
      "[2,\"%s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"%s\","
          + "\"meterStart\":100,\"timestamp\":\"2026-01-01T00:00:00Z\"}]";
  private static final String STOP =
      "[2,\"%s\",\"StopTransaction\",{\"transactionId\":%s,\"idTag\":\"TAG1\","
          + "\"meterStop\":900,\"timestamp\":\"2026-01-01T01:00:00Z\"}]";

  private static String format(String template, Object... values) {
    return String.format(java.util.Locale.ROOT, template, values);
  }

  @Test
  void aReplayedQueueIsTakenOnce() throws Exception {
    Raw first = new Raw("CP001", OcppVersion.V1_6);
    String answer = first.ask(format(START, "1", "TAG1"));
    first.closeBlocking();
    Raw second = new Raw("CP001", OcppVersion.V1_6);
    assertThat(second.ask(format(START, "2", "TAG1")).replace("\"2\"", "\"1\"")).isEqualTo(answer);
    String id = answer.replaceAll(".*\"transactionId\":(\\d+).*", "$1");
    assertThat(second.ask(format(STOP, "3", id))).startsWith("[3,\"3\"");
    assertThat(second.ask(format(STOP, "4", id))).startsWith("[3,\"4\"");
    second.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class).stream()
            .map(t -> t.phase() + t.transaction()))
        .containsExactly("STARTED" + id, "ENDED" + id);
  }

  @Test
  void anEndWithoutNumberFindsItsBegin() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    String id =
        raw.ask(format(START, "1", "TAG1")).replaceAll(".*\"transactionId\":(\\d+).*", "$1");
    // a refused begin in between closes nothing
    assertThat(raw.ask(format(START, "2", "nobody"))).contains("\"status\":\"Invalid\"");
    assertThat(raw.ask(format(STOP, "3", "-1"))).startsWith("[3,\"3\"");
    assertThat(raw.ask(format(STOP, "4", "-1"))).startsWith("[3,\"4\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class).stream()
            .map(t -> t.phase() + t.transaction()))
        .containsExactly("STARTED" + id, "ENDED" + id);
  }

  @Test
  void anEndThatNobodyKnowsIsToldAsSuch() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    assertThat(raw.ask(format(STOP, "3", "-1"))).startsWith("[3,\"3\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class))
        .singleElement()
        .satisfies(t -> assertThat(t.transaction()).isEqualTo("-1"));
  }

  @Test
  void bothSpellingsOfCelsiusAndForeignContextsAreTaken() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    for (String unit : List.of("Celsius", "Celcius")) {
      assertThat(
              raw.ask("[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":"
                  + "\"2026-01-01T00:00:00Z\",\"sampledValue\":[{\"value\":\"21.5\",\"measurand\":\"Temperature\","
                  + "\"context\":\"Alfen.Own\",\"unit\":\"" + unit + "\"}]}]}]"))
          .isEqualTo("[3,\"1\",{}]");
      assertThat(bench
              .events
              .await(StationEvent.Metered.class, m -> true)
              .samples()
              .get(0)
              .unit())
          .isEqualTo("Celsius");
    }
    raw.closeBlocking();
  }

  @Test
  void signedValuesInBothDialectsOf16() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    String base64 = Base64.getEncoder().encodeToString(OCMF.getBytes(StandardCharsets.UTF_8));
    for (String value : List.of(
        OCMF,
        "{\"signedMeterData\":\"" + base64
            + "\",\"encodingMethod\":\"OCMF\",\"signingMethod\":\"\",\"publicKey\":\"3059\"}",
        "{\"signedMeterValue\":\"" + base64 + "\",\"publicKey\":\"3059\"}")) {
      String message = Json.write(List.of(
          new Json.Number("2"),
          "1",
          "MeterValues",
          Map.of(
              "connectorId",
              new Json.Number("1"),
              "meterValue",
              List.of(Map.of(
                  "timestamp",
                  "2026-01-01T00:00:00Z",
                  "sampledValue",
                  List.of(Map.of("value", value, "format", "SignedData")))))));
      assertThat(raw.ask(message)).isEqualTo("[3,\"1\",{}]");
      SignedValue signed = bench
          .events
          .await(StationEvent.Metered.class, m -> true)
          .samples()
          .get(0)
          .signed()
          .orElseThrow();
      assertThat(signed.data()).isEqualTo(OCMF);
      assertThat(signed.format()).isEqualTo("OCMF");
    }
    raw.closeBlocking();
  }

  @Test
  void whatDoesNotFitTheSchemaIsRefusedByName() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Dance\",{}]")).startsWith("[4,\"1\",\"NotImplemented\"");
    assertThat(raw.ask("[2,\"2\",\"Authorize\",{}]"))
        .startsWith("[4,\"2\",\"OccurenceConstraintViolation\",\"Authorize.idTag: missing\"");
    assertThat(raw.ask("[2,\"3\",\"Authorize\",{\"idTag\":7}]"))
        .startsWith("[4,\"3\",\"TypeConstraintViolation\"");
    assertThat(raw.ask("[2,\"4\",\"Authorize\",{\"idTag\":\"" + "x".repeat(21) + "\"}]"))
        .startsWith("[4,\"4\",\"PropertyConstraintViolation\"");
    assertThat(raw.ask("[2,\"5\",\"Heartbeat\",{\"x\":1}]"))
        .startsWith("[4,\"5\",\"FormationViolation\"");
    assertThat(raw.ask("[2,\"6\",\"Heartbeat\"]")).startsWith("[4,\"6\",\"FormationViolation\"");
    raw.closeBlocking();
    Raw raw201 = new Raw("CP001", OcppVersion.V2_0_1);
    assertThat(raw201.ask("[2,\"2\",\"Authorize\",{}]"))
        .startsWith("[4,\"2\",\"OccurrenceConstraintViolation\"");
    assertThat(raw201.ask("[2,\"5\",\"Heartbeat\",{\"x\":1}]"))
        .startsWith("[4,\"5\",\"FormatViolation\"");
    raw201.closeBlocking();
  }

  @Test
  void garbageCostsOnlyTheStationThatSendsIt() throws Exception {
    try (ChargePoint good = online(bench.point("CP002", OcppVersion.V1_6))) {
      Raw raw = new Raw("CP001", OcppVersion.V1_6);
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
      assertThat(Bench.get(good.authorize("TAG1"))).isTrue();
    }
  }

  @Test
  void aFloodCostsOnlyTheStationThatSendsIt() throws Exception {
    try (Bench slow = new Bench(5);
        ChargePoint good = online(slow.point("CP002", OcppVersion.V1_6))) {
      ChargePoint flooding = online(slow.point("CP001", OcppVersion.V1_6));
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
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    raw.send("[2,\"1\",\"Heartbeat\",{\"x\":\"" + "x".repeat(600_000) + "\"}]");
    assertThat(Bench.get(raw.end)).startsWith("1009");
  }

  @Test
  void whoDoesNotSpeakOcppIsNotLetIn() {
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
    assertThat(assertThatCode(client)).isFalse();
  }

  private static boolean assertThatCode(WebSocketClient client) {
    try {
      return client.connectBlocking();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theSameStationTwiceKeepsTheNewerConnection() throws Exception {
    Raw first = new Raw("CP001", OcppVersion.V1_6);
    Raw second = new Raw("CP001", OcppVersion.V2_0_1);
    assertThat(Bench.get(first.end)).contains("the station connected again");
    assertThat(second.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(bench.central.devices()).hasSize(1);
    second.closeBlocking();
  }

  @Test
  void closingFailsWhatWaitsAndIsIdempotent() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,");
    Device device = station("CP001");
    CompletableFuture<CommandResult> waiting = commands(device)
        .execute(new Command("remote-start", "k", Map.of("id-token", "TAG1")), WAIT);
    bench.central.close();
    bench.central.close();
    assertThatThrownBy(() -> Bench.get(waiting))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DriverException.Unavailable.class);
    assertThat(device.status().state()).isEqualTo(DriverState.CLOSED);
    assertThat(bench.central.status().state()).isEqualTo(DriverState.CLOSED);
  }

  @Test
  void aTakenPortIsBusy() {
    assertThatThrownBy(() -> CentralSystem.builder(bench.context)
            .address(bench.central.address())
            .open())
        .isInstanceOf(DriverException.Busy.class)
        .hasMessageContaining("cannot listen");
  }

  @Test
  void aDeadlineIsKept() throws Exception {
    Raw raw = new Raw("CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,");
    CompletableFuture<CommandResult> waiting = commands(station("CP001"))
        .execute(
            new Command("remote-start", "k", Map.of("id-token", "TAG1")), Duration.ofMillis(50));
    assertThatThrownBy(() -> Bench.get(waiting)).hasCauseInstanceOf(DriverException.Timeout.class);
    raw.closeBlocking();
  }
}
