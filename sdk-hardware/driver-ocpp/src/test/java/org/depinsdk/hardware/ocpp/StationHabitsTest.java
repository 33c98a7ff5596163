package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
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

  // another library lost track of one answer in some ten thousand
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
  void aSignedTextIsReadPlainInHexadecimalAndInBase64() {
    byte[] bytes = OCMF.getBytes(StandardCharsets.UTF_8);
    for (String sent : List.of(
        OCMF,
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes),
        Base64.getEncoder().encodeToString(bytes),
        Base64.getMimeEncoder().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
      SignedValue read = SignedValue.of16(sent).orElseThrow();
      assertThat(read.data()).isEqualTo(OCMF);
      assertThat(read.format()).isEqualTo("OCMF");
      assertThat(SignedValue.of201(sent, "", "").data()).isEqualTo(OCMF);
    }
    for (String unknown : List.of("<xml/>", "0123456789abcdef", "QUJD", "not Base64!")) {
      assertThat(SignedValue.of16(unknown).orElseThrow().data()).isEqualTo(unknown);
    }
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
    assertThat(raw.ask("[2,\"6\",\"Heartbeat\"]")).startsWith("[4,\"6\",\"FormationViolation\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.MessageFault.class))
        .extracting(StationEvent.MessageFault::action, StationEvent.MessageFault::refused)
        .containsExactly(
            tuple("Dance", true),
            tuple("Authorize", true),
            tuple("Authorize", true),
            tuple("Authorize", true),
            tuple("", true));
    RawStation raw201 = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    assertThat(raw201.ask("[2,\"2\",\"Authorize\",{}]"))
        .startsWith("[4,\"2\",\"OccurrenceConstraintViolation\"");
    raw201.closeBlocking();
  }

  @Test
  void anEndWithThousandsOfMeterValuesIsTaken() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    String value = "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]},";
    String values =
        value.repeat(2000) + "{\"timestamp\":\"2026-01-01T01:00:00Z\",\"sampledValue\":["
            + "{\"value\":\"" + OCMF.replace("\"", "\\\"") + "\",\"format\":\"SignedData\"}]}";
    assertThat(raw.ask(format(STOP, "1", "7")
            .replace("\"idTag\"", "\"transactionData\":[" + values + "],\"idTag\"")))
        .startsWith("[3,\"1\"");
    raw.closeBlocking();
    StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
    assertThat(ended.samples()).hasSize(2002);
    assertThat(ended.samples().get(2000).signed().orElseThrow().data()).isEqualTo(OCMF);
  }

  @Test
  void anOddValueCostsNothingBesideIt() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    String data = "\"transactionData\":["
        // no value, a number, another unit, an empty list, an object in place of a list
        + "{\"timestamp\":\"2026-01-01T00:10:00Z\",\"sampledValue\":["
        + "{\"value\":\"\"},{\"value\":12.5,\"unit\":\"W\"},{\"value\":\"50\",\"unit\":\"Hertz\"},"
        + "{\"value\":\"" + OCMF.replace("\"", "\\\"")
        + "\",\"format\":\"SignedData\",\"unit\":null},"
        + "{\"value\":\"7\",\"format\":\"Cooked\"}]},"
        + "{\"timestamp\":\"2026-01-01T00:20:00Z\",\"sampledValue\":[]},"
        + "{\"timestamp\":\"2026-01-01T00:30:00\",\"sampledValue\":{\"value\":\"9\"}}],"
        + "\"reason\":\"NoIdea\",\"vendorField\":1,";
    String stop = format(STOP, "1", "7")
        .replace("\"idTag\":\"TAG1\"", data + "\"idTag\":\"" + "x".repeat(21) + "\"");
    assertThat(raw.ask(stop)).isEqualTo("[3,\"1\",{}]");
    raw.closeBlocking();
    StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
    assertThat(ended.reason()).isEqualTo("Local");
    assertThat(ended.idToken()).isEmpty();
    assertThat(ended.samples().stream()
            .map(s -> s.signed()
                .map(SignedValue::data)
                .orElseGet(() -> s.value().orElseThrow() + " " + s.unit())))
        .containsExactly("12.5 W", "50 Hertz", OCMF, "9 Wh", "900 Wh");
    assertThat(ended.samples().get(3).at()).isEqualTo(Instant.parse("2026-01-01T00:30:00Z"));
    assertThat(bench.events.all(StationEvent.MessageFault.class))
        .allMatch(fault -> fault.action().equals("StopTransaction") && !fault.refused())
        .extracting(StationEvent.MessageFault::fault)
        .anyMatch(f -> f.contains("transactionData[0].sampledValue[0]: value: not a number"))
        .anyMatch(f -> f.contains("sampledValue[1].value: expected a string, took the number 12.5"))
        .anyMatch(f -> f.contains("sampledValue[4].format: unknown value"))
        .anyMatch(f -> f.contains("transactionData[1].sampledValue: expected 1 to"))
        .anyMatch(
            f -> f.contains("transactionData[2].timestamp: expected date, T, time and offset"))
        .anyMatch(f -> f.contains("StopTransaction.reason: unknown value"))
        .anyMatch(f -> f.contains("StopTransaction.idTag: at most 20 characters"))
        .anyMatch(f -> f.contains("unknown field") && f.contains("vendorField"));
  }

  @Test
  void anOddValueOf201CostsNothingBesideIt() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    String event =
        "[2,\"1\",\"TransactionEvent\",{\"eventType\":\"Ended\",\"timestamp\":\"2026-01-01T00:00:00Z\","
            + "\"triggerReason\":\"Trigger\",\"seqNo\":1,\"transactionInfo\":{\"transactionId\":\"T\","
            + "\"chargingState\":\"Resting\"},\"meterValue\":[{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":["
            + "{\"value\":1,\"unitOfMeasure\":\"kWh\"},{\"value\":2,\"location\":null}]}]}]";
    assertThat(raw.ask(event)).isEqualTo("[3,\"1\",{}]");
    raw.closeBlocking();
    StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
    assertThat(ended.samples()).hasSize(1);
    assertThat(ended.samples().get(0).value()).contains(java.math.BigDecimal.valueOf(2));
  }

  /** Required parts too: numbers in quotation marks, a time with a blank, words and names of a maker's own. */
  @Test
  void anOddFormOfARequiredPartCostsNoSession() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"" + "v".repeat(32)
            + "\",\"chargePointModel\":\"" + "m".repeat(32)
            + "\",\"chargePointSerialNumber\":\"" + "s".repeat(26) + "\"}]"))
        .contains("Accepted");
    assertThat(raw.ask("[2,\"2\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"Error\","
            + "\"status\":\"Available\",\"info\":\"" + "i".repeat(51) + "\"}]"))
        .isEqualTo("[3,\"2\",{}]");
    assertThat(
            raw.ask("[2,\"3\",\"StopTransaction\",{\"transactionId\":\"7\",\"meterStop\":\"900\","
                + "\"timestamp\":\"2026-01-01 01:00:00+02\"}]"))
        .isEqualTo("[3,\"3\",{}]");
    raw.closeBlocking();
    assertThat(bench.events.await(StationEvent.Booted.class, b -> true).model())
        .isEqualTo("m".repeat(32));
    assertThat(bench.events.await(StationEvent.StatusChanged.class, s -> true).error())
        .isEqualTo("Error");
    StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
    assertThat(ended.transaction()).isEqualTo("7");
    assertThat(ended.at()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    RawStation raw201 = new RawStation(bench.endpoint(), "CP001", OcppVersion.V2_0_1);
    assertThat(
            raw201.ask(
                "[2,\"4\",\"TransactionEvent\",{\"eventType\":\"Ended\",\"timestamp\":\"2026-01-01T00:00:00\","
                    + "\"triggerReason\":\"BecauseISaySo\",\"seqNo\":\"1\",\"transactionInfo\":{\"transactionId\":\"T\"},"
                    + "\"meterValue\":[{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":[{\"value\":\"1.5\"}]}]}]"))
        .isEqualTo("[3,\"4\",{}]");
    raw201.closeBlocking();
    ended = bench.events.transaction(StationEvent.Phase.ENDED);
    assertThat(ended.reason()).isEqualTo("BecauseISaySo");
    assertThat(ended.samples().get(0).value()).contains(new java.math.BigDecimal("1.5"));
  }

  @Test
  void aReadableSettingIsGivenThoughItsNeighboursAreNot() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    var answer = bench
        .central
        .station("CP001")
        .flatMap(s -> s.capability(Commandable.class))
        .orElseThrow()
        .execute(
            new Command("get-configuration", "k", Map.of("key", "Good")), Duration.ofSeconds(20));
    String call = raw.answers.await(String.class, s -> s.startsWith("[2,"));
    raw.send("[3,\"" + call.split("\"")[1] + "\",{\"configurationKey\":["
        + "{\"key\":\"Null\",\"readonly\":null,\"value\":null},"
        + "{\"key\":\"Long\",\"readonly\":true,\"value\":\"" + "x".repeat(501) + "\"},"
        + "{\"key\":\"Good\",\"readonly\":true,\"value\":\"1\"}],\"unknownKey\":null}]");
    assertThat(Bench.get(answer)).isEqualTo(new CommandResult(true, "1"));
    raw.closeBlocking();
  }

  /** A station that is slow: each answer comes when nobody waits for it any more. */
  @Test
  void lateAnswersAreIgnoredHoweverMany() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    for (int i = 0; i < 30; i++) {
      raw.send("[3,\"late-" + i + "\",{\"status\":\"Accepted\"}]");
    }
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.MessageFault.class)).isEmpty();
  }

  @Test
  void aPayloadOfNullIsNone() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask("[2,\"1\",\"Heartbeat\",null]")).startsWith("[3,\"1\",{\"currentTime\"");
    assertThat(raw.ask("[2,\"2\",\"Heartbeat\",{\"x\":1}]")).startsWith("[3,\"2\"");
    raw.closeBlocking();
  }

  @Test
  void aCallWhoseJsonIsBrokenIsAnswered() throws Exception {
    RawStation raw = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6);
    assertThat(raw.ask(
            "[2,\"7\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":,\"meterValue\":[]}]"))
        .startsWith("[4,\"7\",\"FormationViolation\"");
    raw.closeBlocking();
    assertThat(bench.events.all(StationEvent.MessageFault.class)).hasSize(1);
  }
}
