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
      String vendor = f.text("chargePointVendor");
      String model = f.text("chargePointModel");
      Optional<String> serial = f.textIf("chargePointSerialNumber");
      Optional<String> box = f.textIf("chargeBoxSerialNumber");
      String firmware = f.textIf("firmwareVersion").orElse("");
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
      return new BootResponse(f.time("currentTime"), f.integer("interval"), f.text("status"));
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
      return new TokenInfo(f.text("status"));
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
      return new Authorize(f.text("idTag"));
    }

    Payload write() {
      return new Payload().text("idTag", idTag);
    }
  }

  record StatusNotification(int connector, String status, String error, Optional<Instant> at) {
    static StatusNotification read(Fields f) throws OcppException {
      return new StatusNotification(
          f.integer("connectorId"), f.text("status"), f.text("errorCode"), f.timeIf("timestamp"));
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
      return new StartTransaction(
          f.integer("connectorId"), f.text("idTag"), f.integer("meterStart"), f.time("timestamp"));
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
          f.textIf("idTag"),
          f.integer("meterStop"),
          f.time("timestamp"),
          f.textIf("reason"),
          Samples16.read(f.objects("transactionData")));
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
          f.text("vendorId"), f.textIf("messageId").orElse(""), f.textOfAnything("data"));
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
      return new RemoteStart(f.integerIf("connectorId"), f.text("idTag"));
    }

    Payload write() {
      Payload payload = new Payload();
      connector.ifPresent(c -> payload.integer("connectorId", c));
      return payload.text("idTag", idTag);
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
      return new Payload().text("key", key).text("value", value);
    }
  }

  /** The settings that the answer to GetConfiguration gives, in its order; an unknown key has none. */
  static Map<String, String> settings(Fields f) throws OcppException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Fields setting : f.objects("configurationKey")) {
      settings.put(setting.text("key"), setting.textIf("value").orElse(""));
    }
    return settings;
  }

  /** An answer that is one word. */
  record Status(String status) {
    static Status read(Fields f) throws OcppException {
      return new Status(f.text("status"));
    }

    Payload write() {
      return new Payload().text("status", status);
    }
  }

  static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
