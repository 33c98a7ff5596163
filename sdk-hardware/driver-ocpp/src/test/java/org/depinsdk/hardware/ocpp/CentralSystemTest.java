package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our charge point against our central system. */
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

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWholeSession(OcppVersion version) throws Exception {
    Bench.Willing willing = new Bench.Willing();
    try (ChargePoint point = bench.online(bench.point("CP001", version).remote(willing))) {
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
      ChargePointTransaction session = point.begin(
          start.connector(),
          start.idToken(),
          List.of(signed(energy(1000, MeterSample.BEGIN))),
          start.number());
      StationEvent.Transaction began = bench.events.transaction(StationEvent.Phase.STARTED);
      assertThat(began.idToken()).contains("TAG1");
      assertThat(Bench.get(session.accepted())).isTrue();
      assertThat(session.id()).isEqualTo(began.transaction());

      session.meter(List.of(energy(1500, MeterSample.PERIODIC)));
      StationEvent.Transaction updated = bench.events.await(
          StationEvent.Transaction.class,
          t -> t.samples().stream().anyMatch(s -> s.context().equals(MeterSample.PERIODIC)));
      assertThat(updated.transaction()).isEqualTo(began.transaction());

      CommandResult stop = Bench.get(commands(device)
          .execute(new Command("remote-stop", "k2", Map.of("transaction", session.id())), WAIT));
      assertThat(stop.accepted()).isTrue();
      assertThat(willing.asked.await(Bench.Willing.Stop.class, s -> true).transaction())
          .isEqualTo(session.id());
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
    try (ChargePoint point =
        bench.online(bench.point("CP001", OcppVersion.V2_0_1).remote(willing))) {
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
    try (ChargePoint point = bench.online(bench.point("CP001", version))) {
      int port = bench.central.address().getPort();
      Events states = new Events();
      point.onStatus(states::add);
      bench.central.close();
      states.state(DriverState.OFFLINE);

      ChargePointTransaction session =
          point.begin(1, "TAG1", List.of(energy(1000, MeterSample.BEGIN)));
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

  @Test
  void theSameStationTwiceKeepsTheNewerConnection() throws Exception {
    RawStation first = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    RawStation second = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    assertThat(Bench.get(first.end)).contains("the station connected again");
    assertThat(second.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(bench.central.devices()).hasSize(1);
    second.closeBlocking();
  }

  @Test
  void closingFailsWhatWaitsAndIsIdempotent() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,");
    CompletableFuture<CommandResult> waiting = commands(station("CP001"))
        .execute(
            new Command("remote-start", "k", Map.of("id-token", "TAG1")), Duration.ofMillis(50));
    assertThatThrownBy(() -> Bench.get(waiting)).hasCauseInstanceOf(DriverException.Timeout.class);
    raw.closeBlocking();
  }
}
