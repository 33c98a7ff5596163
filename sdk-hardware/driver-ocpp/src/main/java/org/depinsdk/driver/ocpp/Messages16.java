package org.depinsdk.driver.ocpp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of OCPP 1.6 that a charging session needs, with the field names and limits of the standard (edition 2). */
final class Messages16 {
  static final int MAX_SIGNED = 16 * 1024;

  private static final Set<String> ERRORS = Set.of(
      "ConnectorLockFailure",
      "EVCommunicationError",
      "GroundFailure",
      "HighTemperature",
      "InternalError",
      "LocalListConflict",
      "NoError",
      "OtherError",
      "OverCurrentFailure",
      "OverVoltage",
      "PowerMeterFailure",
      "PowerSwitchFailure",
      "ReaderFailure",
      "ResetFailure",
      "UnderVoltage",
      "WeakSignal");
  private static final Set<String> STATUSES = Set.of(
      "Available",
      "Preparing",
      "Charging",
      "SuspendedEVSE",
      "SuspendedEV",
      "Finishing",
      "Reserved",
      "Unavailable",
      "Faulted");
  private static final Set<String> REASONS = Set.of(
      "EmergencyStop",
      "EVDisconnected",
      "HardReset",
      "Local",
      "Other",
      "PowerLoss",
      "Reboot",
      "Remote",
      "SoftReset",
      "UnlockCommand",
      "DeAuthorized");
  // both spellings: the schema of 1.6 has Celcius, its erratum Celsius
  private static final Set<String> UNITS = Set.of(
      "Wh",
      "kWh",
      "varh",
      "kvarh",
      "W",
      "kW",
      "VA",
      "kVA",
      "var",
      "kvar",
      "A",
      "V",
      "K",
      "Celcius",
      "Celsius",
      "Fahrenheit",
      "Percent");
  private static final Set<String> TOKEN_STATUSES =
      Set.of("Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx");

  private Messages16() {}

  record BootNotification(String vendor, String model, String serial, String firmware) {
    static BootNotification read(Fields f) throws OcppException {
      String vendor = f.text("chargePointVendor", 20);
      String model = f.text("chargePointModel", 20);
      Optional<String> serial = f.textIf("chargePointSerialNumber", 25);
      Optional<String> box = f.textIf("chargeBoxSerialNumber", 25);
      String firmware = f.textIf("firmwareVersion", 50).orElse("");
      f.textIf("iccid", 20);
      f.textIf("imsi", 20);
      f.textIf("meterType", 25);
      f.textIf("meterSerialNumber", 25);
      f.end();
      return new BootNotification(vendor, model, serial.or(() -> box).orElse(""), firmware);
    }

    Payload write() {
      return new Payload()
          .text("chargePointVendor", vendor)
          .text("chargePointModel", model)
          .textIf("chargePointSerialNumber", present(serial))
          .textIf("firmwareVersion", present(firmware));
    }
  }

  record BootResponse(Instant currentTime, int interval, String status) {
    static BootResponse read(Fields f) throws OcppException {
      BootResponse response = new BootResponse(
          f.time("currentTime"),
          f.integer("interval", 0),
          f.choice("status", Set.of("Accepted", "Pending", "Rejected")));
      f.end();
      return response;
    }

    Payload write() {
      return new Payload()
          .text("status", status)
          .time("currentTime", currentTime)
          .integer("interval", interval);
    }
  }

  record TokenInfo(String status) {
    static TokenInfo read(Fields f) throws OcppException {
      TokenInfo info = new TokenInfo(f.choice("status", TOKEN_STATUSES));
      f.timeIf("expiryDate");
      f.textIf("parentIdTag", 20);
      f.end();
      return info;
    }

    Payload write() {
      return new Payload().text("status", status);
    }

    boolean accepted() {
      return status.equals("Accepted");
    }
  }

  record Authorize(String idTag) {
    static Authorize read(Fields f) throws OcppException {
      Authorize request = new Authorize(f.text("idTag", 20));
      f.end();
      return request;
    }

    Payload write() {
      return new Payload().text("idTag", idTag);
    }
  }

  record StatusNotification(int connector, String status, String error, Optional<Instant> at) {
    static StatusNotification read(Fields f) throws OcppException {
      StatusNotification request = new StatusNotification(
          f.integer("connectorId", 0),
          f.choice("status", STATUSES),
          f.choice("errorCode", ERRORS),
          f.timeIf("timestamp"));
      f.textIf("info", 50);
      f.textIf("vendorId", 255);
      f.textIf("vendorErrorCode", 50);
      f.end();
      return request;
    }

    Payload write() {
      Payload payload = new Payload()
          .integer("connectorId", connector)
          .text("errorCode", error)
          .text("status", status);
      at.ifPresent(t -> payload.time("timestamp", t));
      return payload;
    }
  }

  record StartTransaction(int connector, String idTag, int meterStart, Instant at) {
    static StartTransaction read(Fields f) throws OcppException {
      StartTransaction request = new StartTransaction(
          f.integer("connectorId", 1),
          f.text("idTag", 20),
          f.integer("meterStart", Integer.MIN_VALUE),
          f.time("timestamp"));
      f.integerIf("reservationId", Integer.MIN_VALUE);
      f.end();
      return request;
    }

    Payload write() {
      return new Payload()
          .integer("connectorId", connector)
          .text("idTag", idTag)
          .integer("meterStart", meterStart)
          .time("timestamp", at);
    }
  }

  record StartResponse(TokenInfo token, int transaction) {
    static StartResponse read(Fields f) throws OcppException {
      StartResponse response = new StartResponse(
          TokenInfo.read(f.object("idTagInfo")), f.integer("transactionId", Integer.MIN_VALUE));
      f.end();
      return response;
    }

    Payload write() {
      return new Payload().object("idTagInfo", token.write()).integer("transactionId", transaction);
    }
  }

  record StopTransaction(
      int transaction,
      Optional<String> idTag,
      int meterStop,
      Instant at,
      Optional<String> reason,
      List<MeterSample> samples) {
    static StopTransaction read(Fields f) throws OcppException {
      StopTransaction request = new StopTransaction(
          f.integer("transactionId", Integer.MIN_VALUE),
          f.textIf("idTag", 20),
          f.integer("meterStop", Integer.MIN_VALUE),
          f.time("timestamp"),
          f.choiceIf("reason", REASONS),
          readSamples(f.objects("transactionData", 0, 100)));
      f.end();
      return request;
    }

    Payload write() {
      Payload payload = new Payload()
          .integer("transactionId", transaction)
          .textIf("idTag", idTag)
          .integer("meterStop", meterStop)
          .time("timestamp", at)
          .textIf("reason", reason);
      return samples.isEmpty()
          ? payload
          : payload.objects("transactionData", writeSamples(samples));
    }
  }

  record MeterValues(int connector, Optional<Integer> transaction, List<MeterSample> samples) {
    static MeterValues read(Fields f) throws OcppException {
      MeterValues request = new MeterValues(
          f.integer("connectorId", 0),
          f.integerIf("transactionId", Integer.MIN_VALUE),
          readSamples(f.objects("meterValue", 1, 100)));
      f.end();
      return request;
    }

    Payload write() {
      Payload payload = new Payload().integer("connectorId", connector);
      transaction.ifPresent(t -> payload.integer("transactionId", t));
      return payload.objects("meterValue", writeSamples(samples));
    }
  }

  record DataTransfer(String vendor, String message, Optional<String> data) {
    static DataTransfer read(Fields f, int vendorMax) throws OcppException {
      DataTransfer request = new DataTransfer(
          f.text("vendorId", vendorMax),
          f.textIf("messageId", 50).orElse(""),
          Optional.ofNullable(f.values().get("data"))
              .filter(String.class::isInstance)
              .map(String.class::cast));
      f.skip("data", "customData").end();
      return request;
    }

    Payload write() {
      return new Payload()
          .text("vendorId", vendor)
          .textIf("messageId", present(message))
          .textIf("data", data);
    }
  }

  record RemoteStart(Optional<Integer> connector, String idTag) {
    static RemoteStart read(Fields f) throws OcppException {
      RemoteStart request = new RemoteStart(f.integerIf("connectorId", 1), f.text("idTag", 20));
      f.skip("chargingProfile").end();
      return request;
    }

    Payload write() {
      Payload payload = new Payload();
      connector.ifPresent(c -> payload.integer("connectorId", c));
      return payload.text("idTag", idTag);
    }
  }

  record RemoteStop(int transaction) {
    static RemoteStop read(Fields f) throws OcppException {
      RemoteStop request = new RemoteStop(f.integer("transactionId", Integer.MIN_VALUE));
      f.end();
      return request;
    }

    Payload write() {
      return new Payload().integer("transactionId", transaction);
    }
  }

  record ChangeConfiguration(String key, String value) {
    Payload write() {
      return new Payload().text("key", key).text("value", value);
    }
  }

  /** An answer that is one word. */
  record Status(String status) {
    static Status read(Fields f, Set<String> allowed) throws OcppException {
      Status response = new Status(f.choice("status", allowed));
      f.end();
      return response;
    }

    Payload write() {
      return new Payload().text("status", status);
    }
  }

  static List<MeterSample> readSamples(List<Fields> meterValues) throws OcppException {
    List<MeterSample> samples = new ArrayList<>();
    for (Fields meterValue : meterValues) {
      Instant at = meterValue.time("timestamp");
      for (Fields sampled : meterValue.objects("sampledValue", 1, 100)) {
        samples.add(sample(at, sampled));
      }
      meterValue.end();
    }
    return samples;
  }

  private static MeterSample sample(Instant at, Fields f) throws OcppException {
    String text = f.text("value", MAX_SIGNED);
    boolean signed = f.choiceIf("format", Set.of("Raw", "SignedData"))
        .filter("SignedData"::equals)
        .isPresent();
    // stations write contexts that the standard does not know; they are only handed on
    String context = f.textIf("context", 50).orElse(MeterSample.PERIODIC);
    String measurand = f.textIf("measurand", 50).orElse(MeterSample.ENERGY);
    String unit = f.choiceIf("unit", UNITS).orElse("Wh");
    String phase = f.textIf("phase", 10).orElse("");
    f.textIf("location", 20);
    f.end();
    return new MeterSample(
        at,
        measurand,
        unit.equals("Celcius") ? "Celsius" : unit,
        context,
        phase,
        signed ? Optional.empty() : Optional.of(number(text)),
        signed ? Optional.of(signedValue(text)) : Optional.empty());
  }

  private static SignedValue signedValue(String text) throws OcppException {
    return SignedValue.of16(text)
        .orElseThrow(() -> new OcppException(
            OcppErrorCode.PROPERTY_CONSTRAINT,
            "sampledValue.value: neither a signed text nor an object with signedMeterData"));
  }

  private static BigDecimal number(String text) throws OcppException {
    String stripped = text.strip();
    if (!stripped.matches("-?[0-9]{1,15}(\\.[0-9]{0,15})?")) {
      throw new OcppException(
          OcppErrorCode.PROPERTY_CONSTRAINT,
          "sampledValue.value: not a number: "
              + org.depinsdk.core.encoding.EncodingException.shown(text));
    }
    return new BigDecimal(stripped);
  }

  private static List<Payload> writeSamples(List<MeterSample> samples) {
    Map<Instant, List<Payload>> byTime = new LinkedHashMap<>();
    for (MeterSample sample : samples) {
      List<Payload> values = byTime.computeIfAbsent(sample.at(), t -> new ArrayList<>());
      sample.value().ifPresent(v -> values.add(sampled(sample, v.toPlainString(), "Raw")));
      sample.signed().ifPresent(s -> values.add(sampled(sample, s.data(), "SignedData")));
    }
    List<Payload> meterValues = new ArrayList<>();
    byTime.forEach((at, values) ->
        meterValues.add(new Payload().time("timestamp", at).objects("sampledValue", values)));
    return meterValues;
  }

  private static Payload sampled(MeterSample sample, String value, String format) {
    return new Payload()
        .text("value", value)
        .text("context", sample.context())
        .text("format", format)
        .text("measurand", sample.measurand())
        .textIf("phase", present(sample.phase()))
        .text("unit", sample.unit().equals("Celsius") ? "Celcius" : sample.unit());
  }

  static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
