package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.hardware.driver.DriverException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's program fails while it hears an event: the station is not told that its message was taken. */
class FailingListenerTest {
  private static final String START =
      "[2,\"%s\",\"StartTransaction\",{\"connectorId\":3,\"idTag\":\"TAG1\","
          + "\"meterStart\":100,\"timestamp\":\"2026-01-01T00:00:00Z\"}]";
  private static final String STOP = "[2,\"%s\",\"StopTransaction\",{\"transactionId\":%s,"
      + "\"meterStop\":900,\"timestamp\":\"2026-01-01T01:00:00Z\"}]";
  private static final String EVENT =
      "[2,\"%s\",\"TransactionEvent\",{\"eventType\":\"%s\",\"timestamp\":\"2026-01-01T00:00:00Z\","
          + "\"triggerReason\":\"Trigger\",\"seqNo\":%d,\"transactionInfo\":{\"transactionId\":\"T\"}}]";

  private final Bench bench;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final List<String> taken = new ArrayList<>();

  FailingListenerTest() throws DriverException {
    bench = new Bench();
  }

  @BeforeEach
  void listen() {
    bench.central.onEvent(event -> {
      if (failing.getAndSet(false)) {
        throw new IllegalStateException("the database is away");
      }
      if (event instanceof StationEvent.Transaction t) {
        taken.add(t.phase() + " " + t.transaction() + " at " + t.evse());
      }
    });
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void failsThenIsTakenOnce(RawStation station, String message) throws Exception {
    int before = taken.size();
    failing.set(true);
    assertThat(station.ask(message)).startsWith("[4,").contains("InternalError");
    assertThat(taken).hasSize(before);
    assertThat(station.ask(message)).startsWith("[3,");
    assertThat(taken).hasSize(before + 1);
    assertThat(station.ask(message)).startsWith("[3,");
    assertThat(taken).as("a replay is told once").hasSize(before + 1);
  }

  @Test
  void beginAndEndOf16AreToldAgainUnderTheSameNumber() throws Exception {
    RawStation station = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    failsThenIsTakenOnce(station, text(START, "1"));
    String id = station.ask(text(START, "2")).replaceAll(".*\"transactionId\":(\\d+).*", "$1");
    failsThenIsTakenOnce(station, text(STOP, "3", id));
    station.closeBlocking();
    assertThat(taken).containsExactly("STARTED " + id + " at 3", "ENDED " + id + " at 3");
  }

  @Test
  void anEndWithoutNumberStillFindsItsBegin() throws Exception {
    RawStation station = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    String id = station.ask(text(START, "1")).replaceAll(".*\"transactionId\":(\\d+).*", "$1");
    failsThenIsTakenOnce(station, text(STOP, "2", "-1"));
    station.closeBlocking();
    assertThat(taken).containsExactly("STARTED " + id + " at 3", "ENDED " + id + " at 3");
  }

  @Test
  void eventsOf201AreToldAgain() throws Exception {
    RawStation station = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    failsThenIsTakenOnce(station, text(EVENT, "1", "Started", 0));
    failsThenIsTakenOnce(station, text(EVENT, "2", "Ended", 1));
    station.closeBlocking();
    assertThat(taken).containsExactly("STARTED T at 0", "ENDED T at 0");
  }

  @Test
  void theOtherListenersHearTheEventAllTheSame() throws Exception {
    RawStation station = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    bench.central.onEvent(event -> taken.add("heard"));
    failing.set(true);
    assertThat(station.ask(text(EVENT, "1", "Started", 0))).startsWith("[4,");
    station.closeBlocking();
    assertThat(taken).containsExactly("heard");
  }

  private static String text(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
