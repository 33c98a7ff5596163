package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls and answers of one peer without a network. */
class RpcPeerTest {
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-01-01T02:00:00Z");

  private final DriverContext context = DriverContext.builder().build();
  private final TestServices services = new TestServices();
  private final Station station =
      new Station("CP001", InstantSource.fixed(NOW), Provenance.SIMULATED);
  private final List<String> sent = new ArrayList<>();
  private final RpcPeer peer = new RpcPeer(
      "CP001",
      OcppVersion.V1_6,
      sent::add,
      new Dialect16(station, services),
      context.scheduler(),
      4);

  @AfterEach
  void close() {
    context.close();
  }

  private CompletableFuture<Fields> stop(int transaction) {
    return peer.call("RemoteStopTransaction", new Messages16.RemoteStop(transaction).write(), WAIT);
  }

  private String id(int call) {
    return sent.get(call).split("\"")[1];
  }

  @Test
  void onlyTheAnswerUnderTheCallsOwnIdIsTaken() {
    CompletableFuture<Fields> first = stop(1);
    CompletableFuture<Fields> second = stop(2);
    assertThat(sent).as("one call at a time").hasSize(1);
    for (String foreign : List.of(
        "[3,\"foreign\",{\"status\":\"Accepted\"}]",
        "[3,\"" + id(0).substring(1) + "\",{\"status\":\"Accepted\"}]",
        "[4,\"foreign\",\"InternalError\",\"\",{}]")) {
      assertThat(peer.receive(foreign)).isEqualTo(RpcPeer.Received.LATE);
    }
    assertThat(first).isNotDone();
    String answer = "[3,\"" + id(0) + "\",{\"status\":\"Accepted\"}]";
    assertThat(peer.receive(answer)).isEqualTo(RpcPeer.Received.TAKEN);
    assertThat(first).isCompleted();
    assertThat(sent).hasSize(2);
    assertThat(peer.receive(answer)).as("the same once more").isEqualTo(RpcPeer.Received.LATE);
    assertThat(second).isNotDone();
    peer.receive("[4,\"" + id(1) + "\",\"NotSupported\",\"no\",{}]");
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void whatWaitsFailsWithTheConnection() {
    List<CompletableFuture<Fields>> calls = List.of(stop(1), stop(2), stop(3));
    peer.close();
    assertThat(calls)
        .allSatisfy(call -> assertThat(call)
            .failsWithin(Duration.ZERO)
            .withThrowableThat()
            .withCauseInstanceOf(DriverException.Unavailable.class));
    assertThat(sent).hasSize(1);
  }

  /** In 1.6 a message that is older than two heartbeats was queued while the station was offline. */
  @Test
  void aMessageOlderThanTwoHeartbeatsIsMarkedAsOffline() {
    List<Instant> times = List.of(
        NOW.minus(services.offlineAfter()), NOW.minus(services.offlineAfter()).minusMillis(1));
    for (Instant time : times) {
      peer.receive("[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\","
          + "\"meterStart\":1,\"timestamp\":\"" + time + "\"}]");
    }
    assertThat(services.events.stream()
            .filter(StationEvent.Transaction.class::isInstance)
            .map(e -> ((StationEvent.Transaction) e).offline()))
        .containsExactly(false, true);
  }

  @Test
  void noControlCharacterOfAStationReachesALog() {
    peer.receive("[2,\"1\",\"Da\\u001b[2Jnce\",{}]");
    peer.receive("[2,\"2\",\"Heartbeat\",{\"x\\u009b\":1}]");
    peer.receive("[2,\"3\",\"Heartbeat\",\u009b]");
    assertThat(services.events).hasSize(3);
    assertThat(services.events)
        .extracting(event -> ((StationEvent.MessageFault) event).fault())
        .allSatisfy(fault -> assertThat(fault.chars()).noneMatch(Character::isISOControl));
    assertThat(sent)
        .allSatisfy(answer -> assertThat(answer.chars()).noneMatch(Character::isISOControl));
  }
}
