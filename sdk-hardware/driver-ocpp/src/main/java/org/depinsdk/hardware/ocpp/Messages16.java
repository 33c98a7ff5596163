package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages of OCPP 1.6 that a charging session needs, as values; their form is in {@link Schemas16}. */
final class Messages16 {
  private Messages16() {}

  record BootNotification(String vendor, String model, String serial, String firmware) {
    static BootNotification read(Fields f) throws OcppException {
      String vendor = f.string("chargePointVendor");
      String model = f.string("chargePointModel");
      Optional<String> serial = f.stringIf("chargePointSerialNumber");
      Optional<String> box = f.stringIf("chargeBoxSerialNumber");
      String firmware = f.stringIf("firmwareVersion").orElse("");
      return new BootNotification(vendor, model, serial.or(() -> box).orElse(""), firmware);
    }

    Payload write() {
      return new Payload()
          .string("chargePointVendor", vendor)
          .string("chargePointModel", model)
          .stringIf("chargePointSerialNumber", present(serial))
          .stringIf("firmwareVersion", present(firmware));
    }
  }

  record BootResponse(Instant currentTime, int interval, String status) {
    static BootResponse read(Fields f) throws OcppException {
      return new BootResponse(f.time("currentTime"), f.integer("interval"), f.string("status"));
    }

    Payload write() {
      return new Payload()
          .string("status", status)
          .time("currentTime", currentTime)
          .integer("interval", interval);
    }
  }

  record TokenInfo(String status) {
    static TokenInfo read(Fields f) throws OcppException {
      return new TokenInfo(f.string("status"));
    }

    Payload write() {
      return new Payload().string("status", status);
    }

    boolean accepted() {
      return status.equals("Accepted");
    }
  }

  record Authorize(String idTag) {
    static Authorize read(Fields f) throws OcppException {
      return new Authorize(f.string("idTag"));
    }

    Payload write() {
      return new Payload().string("idTag", idTag);
    }
  }

  record StatusNotification(int connector, String status, String error, Optional<Instant> at) {
    static StatusNotification read(Fields f) throws OcppException {
      return new StatusNotification(
          f.integer("connectorId"),
          f.string("status"),
          f.string("errorCode"),
          f.timeIf("timestamp"));
    }

    Payload write() {
      Payload payload = new Payload()
          .integer("connectorId", connector)
          .string("errorCode", error)
          .string("status", status);
      at.ifPresent(t -> payload.time("timestamp", t));
      return payload;
    }
  }

  record StartTransaction(int connector, String idTag, int meterStart, Instant at) {
    static StartTransaction read(Fields f) throws OcppException {
      return new StartTransaction(
          f.integer("connectorId"),
          f.string("idTag"),
          f.integer("meterStart"),
          f.time("timestamp"));
    }

    Payload write() {
      return new Payload()
          .integer("connectorId", connector)
          .string("idTag", idTag)
          .integer("meterStart", meterStart)
          .time("timestamp", at);
    }
  }

  record StartResponse(TokenInfo token, int transaction) {
    static StartResponse read(Fields f) throws OcppException {
      return new StartResponse(TokenInfo.read(f.object("idTagInfo")), f.integer("transactionId"));
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
      return new StopTransaction(
          f.integer("transactionId"),
          f.stringIf("idTag"),
          f.integer("meterStop"),
          f.time("timestamp"),
          f.stringIf("reason"),
          Samples16.read(f.objects("transactionData")));
    }

    Payload write() {
      Payload payload = new Payload()
          .integer("transactionId", transaction)
          .stringIf("idTag", idTag)
          .integer("meterStop", meterStop)
          .time("timestamp", at)
          .stringIf("reason", reason);
      return samples.isEmpty()
          ? payload
          : payload.objects("transactionData", Samples16.write(samples));
    }
  }

  record MeterValues(int connector, Optional<Integer> transaction, List<MeterSample> samples) {
    static MeterValues read(Fields f) throws OcppException {
      return new MeterValues(
          f.integer("connectorId"),
          f.integerIf("transactionId"),
          Samples16.read(f.objects("meterValue")));
    }

    Payload write() {
      Payload payload = new Payload().integer("connectorId", connector);
      transaction.ifPresent(t -> payload.integer("transactionId", t));
      return payload.objects("meterValue", Samples16.write(samples));
    }
  }

  record DataTransfer(String vendor, String message, Optional<String> data) {
    static DataTransfer read(Fields f) throws OcppException {
      return new DataTransfer(
          f.string("vendorId"), f.stringIf("messageId").orElse(""), f.stringOfAnything("data"));
    }

    Payload write() {
      return new Payload()
          .string("vendorId", vendor)
          .stringIf("messageId", present(message))
          .stringIf("data", data);
    }
  }

  record RemoteStart(Optional<Integer> connector, String idTag) {
    static RemoteStart read(Fields f) throws OcppException {
      return new RemoteStart(f.integerIf("connectorId"), f.string("idTag"));
    }

    Payload write() {
      Payload payload = new Payload();
      connector.ifPresent(c -> payload.integer("connectorId", c));
      return payload.string("idTag", idTag);
    }
  }

  record RemoteStop(int transaction) {
    static RemoteStop read(Fields f) throws OcppException {
      return new RemoteStop(f.integer("transactionId"));
    }

    Payload write() {
      return new Payload().integer("transactionId", transaction);
    }
  }

  record ChangeConfiguration(String key, String value) {
    Payload write() {
      return new Payload().string("key", key).string("value", value);
    }
  }

  /** The settings that the answer to GetConfiguration gives, in its order; an unknown key has none. */
  static Map<String, String> settings(Fields f) throws OcppException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Fields setting : f.objects("configurationKey")) {
      settings.put(setting.string("key"), setting.stringIf("value").orElse(""));
    }
    return settings;
  }

  /** An answer that is one word. */
  record Status(String status) {
    static Status read(Fields f) throws OcppException {
      return new Status(f.string("status"));
    }

    Payload write() {
      return new Payload().string("status", status);
    }
  }

  static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
