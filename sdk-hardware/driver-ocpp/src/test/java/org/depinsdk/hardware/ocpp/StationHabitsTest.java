package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.depinsdk.hardware.driver.DriverException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real stations do that no standard foresees, message by message. */
class StationHabitsTest {
  private static final String OCMF =
      "OCMF|{\"FV\":\"1.0\",\"PG\":\"T1\",\"RD\":[{\"RV\":1.0}]}|{\"SD\":\"3006020101020101\"}";

  private static final String START =
      "[2,\"%s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"%s\","
          + "\"meterStart\":100,\"timestamp\":\"2026-01-01T00:00:00Z\"}]";
  private static final String STOP =
      "[2,\"%s\",\"StopTransaction\",{\"transactionId\":%s,\"idTag\":\"TAG1\","
          + "\"meterStop\":900,\"timestamp\":\"2026-01-01T01:00:00Z\"}]";

  private static String format(String template, Object... values) {
    return String.format(java.util.Locale.ROOT, template, values);
  }

  private final Bench bench;

  StationHabitsTest() throws DriverException {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aReplayedQueueIsTakenOnce() throws Exception {
    RawStation first = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    String answer = first.ask(format(START, "1", "TAG1"));
    first.closeBlocking();
    RawStation second = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
  void meterValuesWithoutNumberBelongToTheOnlyTransactionOfTheirConnector() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    String values =
        "[2,\"%s\",\"MeterValues\",{\"connectorId\":%d,\"transactionId\":-1,\"meterValue\":["
            + "{\"timestamp\":\"2026-01-01T00:30:00Z\",\"sampledValue\":[{\"value\":\"500\"}]}]}]";
    String id =
        raw.ask(format(START, "1", "TAG1")).replaceAll(".*\"transactionId\":(\\d+).*", "$1");
    assertThat(raw.ask(format(values, "2", 1))).isEqualTo("[3,\"2\",{}]");
    assertThat(raw.ask(format(values, "3", 2))).isEqualTo("[3,\"3\",{}]");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class).stream()
            .map(t -> t.phase() + t.transaction()))
        .containsExactly("STARTED" + id, "UPDATED" + id, "UPDATED-1");
  }

  @Test
  void eventsOf201AreTakenOnceEachInAnyOrder() throws Exception {
    String event =
        "[2,\"%s\",\"TransactionEvent\",{\"eventType\":\"%s\",\"timestamp\":\"2026-01-01T00:00:00Z\","
            + "\"triggerReason\":\"Trigger\",\"seqNo\":%d,\"offline\":true,\"transactionInfo\":{\"transactionId\":\"T\"}}]";
    RawStation first = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    assertThat(first.ask(format(event, "1", "Started", 0))).isEqualTo("[3,\"1\",{}]");
    assertThat(first.ask(format(event, "2", "Ended", 2))).isEqualTo("[3,\"2\",{}]");
    first.closeBlocking();
    RawStation second = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    for (String call : List.of(
        format(event, "3", "Updated", 1),
        format(event, "4", "Started", 0),
        format(event, "5", "Updated", 1),
        format(event, "6", "Ended", 2),
        // a station that does not count: another event under the same number
        format(event, "7", "Updated", 0),
        format(event, "8", "Updated", 0))) {
      assertThat(second.ask(call)).startsWith("[3,");
    }
    second.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class))
        .allMatch(StationEvent.Transaction::offline)
        .extracting(t -> t.phase().toString())
        .containsExactly("STARTED", "ENDED", "UPDATED", "UPDATED");
  }

  // without StationServer's flush, one answer in some ten thousand stays in the library's queue
  @Test
  void noAnswerIsLeftBehind() throws Exception {
    try (Bench quick = new Bench(b -> b.maxMessagesPerSecond(1_000_000))) {
      RawStation raw = new RawStation(quick.endpoint(), "CP001", OcppVersion.V1_6);
      for (int i = 0; i < 20_000; i++) {
        assertThat(raw.ask("[2,\"" + i + "\",\"Heartbeat\",{}]")).startsWith("[3,\"" + i + "\"");
      }
      raw.closeBlocking();
    }
  }

  @Test
  void callsWithoutWaitingAreAllAnswered() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    for (int i = 0; i < 50; i++) {
      raw.send("[2,\"" + i + "\",\"Heartbeat\",{}]");
    }
    for (int i = 0; i < 50; i++) {
      assertThat(raw.answers.await(String.class, s -> true)).startsWith("[3,\"" + i + "\"");
    }
    raw.closeBlocking();
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void noticesAreAcknowledgedAndTold(OcppVersion version) throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", version);
    assertThat(raw.ask("[2,\"1\",\"SecurityEventNotification\",{\"type\":\"SettingSystemTime\","
            + "\"timestamp\":\"2026-01-01T00:00:00Z\"}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(raw.ask("[2,\"2\",\"FirmwareStatusNotification\",{\"status\":\"Installed\"}]"))
        .isEqualTo("[3,\"2\",{}]");
    assertThat(raw.ask("[2,\"3\",\"FirmwareStatusNotification\",{\"status\":\"Burnt\"}]"))
        .startsWith("[4,\"3\",\"PropertyConstraintViolation\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.Notice.class))
        .extracting(StationEvent.Notice::word)
        .containsExactly("SettingSystemTime", "Installed");
  }

  @Test
  void anEndThatNobodyKnowsIsToldAsSuch() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask(format(STOP, "3", "-1"))).startsWith("[3,\"3\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.Transaction.class))
        .singleElement()
        .satisfies(t -> assertThat(t.transaction()).isEqualTo("-1"));
  }

  @Test
  void bothSpellingsOfCelsiusAndForeignContextsAreTaken() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
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
    RawStation raw201 = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    assertThat(raw201.ask("[2,\"2\",\"Authorize\",{}]"))
        .startsWith("[4,\"2\",\"OccurrenceConstraintViolation\"");
    assertThat(raw201.ask("[2,\"5\",\"Heartbeat\",{\"x\":1}]"))
        .startsWith("[4,\"5\",\"FormatViolation\"");
    raw201.closeBlocking();
  }
}
