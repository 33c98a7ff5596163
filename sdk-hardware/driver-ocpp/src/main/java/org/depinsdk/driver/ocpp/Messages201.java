package org.depinsdk.driver.ocpp;

import static org.depinsdk.driver.ocpp.Messages16.present;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of OCPP 2.0.1 that a charging session needs, with the field names and limits of the standard (part 2). */
final class Messages201 {
  private static final Set<String> BOOT_REASONS = Set.of(
      "ApplicationReset",
      "FirmwareUpdate",
      "LocalReset",
      "PowerUp",
      "RemoteReset",
      "ScheduledReset",
      "Triggered",
      "Unknown",
      "Watchdog");
  private static final Set<String> TOKEN_TYPES = Set.of(
      "Central",
      "eMAID",
      "ISO14443",
      "ISO15693",
      "KeyCode",
      "Local",
      "MacAddress",
      "NoAuthorization");
  private static final Set<String> TOKEN_STATUSES = Set.of(
      "Accepted",
      "Blocked",
      "ConcurrentTx",
      "Expired",
      "Invalid",
      "NoCredit",
      "NotAllowedTypeEVSE",
      "NotAtThisLocation",
      "NotAtThisTime",
      "Unknown");
  private static final Set<String> CONNECTOR_STATUSES =
      Set.of("Available", "Occupied", "Reserved", "Unavailable", "Faulted");
  private static final Set<String> TRIGGERS = Set.of(
      "Authorized",
      "CablePluggedIn",
      "ChargingRateChanged",
      "ChargingStateChanged",
      "Deauthorized",
      "EnergyLimitReached",
      "EVCommunicationLost",
      "EVConnectTimeout",
      "MeterValueClock",
      "MeterValuePeriodic",
      "TimeLimitReached",
      "Trigger",
      "UnlockCommand",
      "StopAuthorized",
      "EVDeparted",
      "EVDetected",
      "RemoteStop",
      "RemoteStart",
      "AbnormalCondition",
      "SignedDataReceived",
      "ResetCommand");
  private static final Set<String> CHARGING_STATES =
      Set.of("Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle");
  private static final Set<String> STOP_REASONS = Set.of(
      "DeAuthorized",
      "EmergencyStop",
      "EnergyLimitReached",
      "EVDisconnected",
      "GroundFault",
      "ImmediateReset",
      "Local",
      "LocalOutOfCredit",
      "MasterPass",
      "Other",
      "OvercurrentFault",
      "PowerLoss",
      "PowerQuality",
      "Reboot",
      "Remote",
      "SOCLimitReached",
      "StoppedByEV",
      "TimeLimitReached",
      "Timeout");

  private Messages201() {}

  record BootNotification(
      String vendor, String model, String serial, String firmware, String reason) {
    static BootNotification read(Fields f) throws OcppException {
      Fields station = f.object("chargingStation");
      BootNotification request = new BootNotification(
          station.text("vendorName", 50),
          station.text("model", 20),
          station.textIf("serialNumber", 25).orElse(""),
          station.textIf("firmwareVersion", 50).orElse(""),
          f.choice("reason", BOOT_REASONS));
      Optional<Fields> modem = station.objectIf("modem");
      if (modem.isPresent()) {
        modem.get().textIf("iccid", 20);
        modem.get().textIf("imsi", 20);
        modem.get().skip("customData").end();
      }
      station.skip("customData").end();
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      return new Payload()
          .text("reason", reason)
          .object(
              "chargingStation",
              new Payload()
                  .text("model", model)
                  .text("vendorName", vendor)
                  .textIf("serialNumber", present(serial))
                  .textIf("firmwareVersion", present(firmware)));
    }
  }

  record Token(String text, String type) {
    static Token read(Fields f) throws OcppException {
      Token token = new Token(f.text("idToken", 36), f.choice("type", TOKEN_TYPES));
      f.skip("additionalInfo", "customData").end();
      return token;
    }

    Payload write() {
      return new Payload().text("idToken", text).text("type", type);
    }
  }

  record TokenInfo(String status) {
    static TokenInfo read(Fields f) throws OcppException {
      TokenInfo info = new TokenInfo(f.choice("status", TOKEN_STATUSES));
      f.skip(
              "cacheExpiryDateTime",
              "chargingPriority",
              "language1",
              "evseId",
              "language2",
              "groupIdToken",
              "personalMessage",
              "customData")
          .end();
      return info;
    }

    Payload write() {
      return new Payload().text("status", status);
    }
  }

  record Authorize(Token token) {
    static Authorize read(Fields f) throws OcppException {
      Authorize request = new Authorize(Token.read(f.object("idToken")));
      f.skip("certificate", "iso15118CertificateHashData", "customData").end();
      return request;
    }

    Payload write() {
      return new Payload().object("idToken", token.write());
    }
  }

  /** The answer to Authorize and, where a token was sent, to TransactionEvent. */
  record TokenResponse(Optional<TokenInfo> info) {
    static TokenResponse read(Fields f) throws OcppException {
      Optional<Fields> info = f.objectIf("idTokenInfo");
      TokenResponse response = new TokenResponse(
          info.isEmpty() ? Optional.empty() : Optional.of(TokenInfo.read(info.get())));
      f.skip(
              "certificateStatus",
              "totalCost",
              "chargingPriority",
              "updatedPersonalMessage",
              "customData")
          .end();
      return response;
    }

    Payload write() {
      Payload payload = new Payload();
      info.ifPresent(i -> payload.object("idTokenInfo", i.write()));
      return payload;
    }
  }

  record StatusNotification(Instant at, String status, int evse, int connector) {
    static StatusNotification read(Fields f) throws OcppException {
      StatusNotification request = new StatusNotification(
          f.time("timestamp"),
          f.choice("connectorStatus", CONNECTOR_STATUSES),
          f.integer("evseId", 0),
          f.integer("connectorId", 0));
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      return new Payload()
          .time("timestamp", at)
          .text("connectorStatus", status)
          .integer("evseId", evse)
          .integer("connectorId", connector);
    }
  }

  record TransactionEvent(
      String type,
      Instant at,
      String trigger,
      int sequence,
      String transaction,
      Optional<String> chargingState,
      Optional<String> stoppedReason,
      Optional<Integer> remoteStart,
      boolean offline,
      Optional<Integer> evse,
      Optional<Token> token,
      List<MeterSample> samples) {
    static TransactionEvent read(Fields f) throws OcppException {
      Fields info = f.object("transactionInfo");
      Optional<Fields> evse = f.objectIf("evse");
      Optional<Fields> token = f.objectIf("idToken");
      TransactionEvent request = new TransactionEvent(
          f.choice("eventType", Set.of("Started", "Updated", "Ended")),
          f.time("timestamp"),
          f.choice("triggerReason", TRIGGERS),
          f.integer("seqNo", 0),
          info.text("transactionId", 36),
          info.choiceIf("chargingState", CHARGING_STATES),
          info.choiceIf("stoppedReason", STOP_REASONS),
          info.integerIf("remoteStartId", Integer.MIN_VALUE),
          f.flagIf("offline").orElse(false),
          evse.isEmpty() ? Optional.empty() : Optional.of(evseId(evse.get())),
          token.isEmpty() ? Optional.empty() : Optional.of(Token.read(token.get())),
          readSamples(f.objects("meterValue", 0, 100)));
      info.integerIf("timeSpentCharging", 0);
      info.skip("customData").end();
      f.integerIf("numberOfPhasesUsed", 0);
      f.integerIf("cableMaxCurrent", 0);
      f.integerIf("reservationId", Integer.MIN_VALUE);
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      Payload info = new Payload()
          .text("transactionId", transaction)
          .textIf("chargingState", chargingState)
          .textIf("stoppedReason", stoppedReason);
      remoteStart.ifPresent(r -> info.integer("remoteStartId", r));
      Payload payload = new Payload()
          .text("eventType", type)
          .time("timestamp", at)
          .text("triggerReason", trigger)
          .integer("seqNo", sequence)
          .flag("offline", offline)
          .object("transactionInfo", info);
      evse.ifPresent(e -> payload.object("evse", new Payload().integer("id", e)));
      token.ifPresent(t -> payload.object("idToken", t.write()));
      return samples.isEmpty() ? payload : payload.objects("meterValue", writeSamples(samples));
    }

    private static int evseId(Fields f) throws OcppException {
      int id = f.integer("id", 0);
      f.integerIf("connectorId", 0);
      f.skip("customData").end();
      return id;
    }
  }

  record MeterValues(int evse, List<MeterSample> samples) {
    static MeterValues read(Fields f) throws OcppException {
      MeterValues request =
          new MeterValues(f.integer("evseId", 0), readSamples(f.objects("meterValue", 1, 100)));
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      return new Payload().integer("evseId", evse).objects("meterValue", writeSamples(samples));
    }
  }

  record NotifyReport(int request, boolean more, List<StationEvent.Variable> variables) {
    static NotifyReport read(Fields f) throws OcppException {
      int request = f.integer("requestId", Integer.MIN_VALUE);
      f.time("generatedAt");
      f.integer("seqNo", 0);
      boolean more = f.flagIf("tbc").orElse(false);
      List<StationEvent.Variable> variables = new ArrayList<>();
      for (Fields data : f.objects("reportData", 0, 1000)) {
        Fields component = data.object("component");
        Fields variable = data.object("variable");
        String componentName = component.text("name", 50);
        component.textIf("instance", 50);
        component.skip("evse", "customData").end();
        String variableName = variable.text("name", 50);
        variable.textIf("instance", 50);
        variable.skip("customData").end();
        Optional<String> value = Optional.empty();
        for (Fields attribute : data.objects("variableAttribute", 1, 4)) {
          Optional<String> text = attribute.textIf("value", 2500);
          attribute
              .skip("type", "mutability", "persistent", "constant", "customData")
              .end();
          value = value.or(() -> text);
        }
        data.skip("variableCharacteristics", "customData").end();
        variables.add(new StationEvent.Variable(componentName, variableName, value));
      }
      f.skip("customData").end();
      return new NotifyReport(request, more, variables);
    }

    Payload write(Instant at, int sequence) {
      List<Payload> data = new ArrayList<>();
      for (StationEvent.Variable variable : variables) {
        data.add(new Payload()
            .object("component", new Payload().text("name", variable.component()))
            .object("variable", new Payload().text("name", variable.name()))
            .objects(
                "variableAttribute", List.of(new Payload().textIf("value", variable.value()))));
      }
      Payload payload = new Payload()
          .integer("requestId", request)
          .time("generatedAt", at)
          .flag("tbc", more)
          .integer("seqNo", sequence);
      return data.isEmpty() ? payload : payload.objects("reportData", data);
    }
  }

  record RequestStart(Token token, int remoteStart, Optional<Integer> evse) {
    static RequestStart read(Fields f) throws OcppException {
      RequestStart request = new RequestStart(
          Token.read(f.object("idToken")),
          f.integer("remoteStartId", Integer.MIN_VALUE),
          f.integerIf("evseId", 1));
      f.skip("groupIdToken", "chargingProfile", "customData").end();
      return request;
    }

    Payload write() {
      Payload payload =
          new Payload().integer("remoteStartId", remoteStart).object("idToken", token.write());
      evse.ifPresent(e -> payload.integer("evseId", e));
      return payload;
    }
  }

  record RequestStop(String transaction) {
    static RequestStop read(Fields f) throws OcppException {
      RequestStop request = new RequestStop(f.text("transactionId", 36));
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      return new Payload().text("transactionId", transaction);
    }
  }

  record GetBaseReport(int request, String base) {
    static GetBaseReport read(Fields f) throws OcppException {
      GetBaseReport request = new GetBaseReport(
          f.integer("requestId", Integer.MIN_VALUE),
          f.choice(
              "reportBase", Set.of("ConfigurationInventory", "FullInventory", "SummaryInventory")));
      f.skip("customData").end();
      return request;
    }

    Payload write() {
      return new Payload().integer("requestId", request).text("reportBase", base);
    }
  }

  static List<MeterSample> readSamples(List<Fields> meterValues) throws OcppException {
    List<MeterSample> samples = new ArrayList<>();
    for (Fields meterValue : meterValues) {
      Instant at = meterValue.time("timestamp");
      for (Fields sampled : meterValue.objects("sampledValue", 1, 100)) {
        samples.add(sample(at, sampled));
      }
      meterValue.skip("customData").end();
    }
    return samples;
  }

  private static MeterSample sample(Instant at, Fields f) throws OcppException {
    BigDecimal value = f.decimalIf("value")
        .orElseThrow(() ->
            new OcppException(OcppErrorCode.OCCURRENCE_CONSTRAINT, "sampledValue.value: missing"));
    String context = f.textIf("context", 50).orElse(MeterSample.PERIODIC);
    String measurand = f.textIf("measurand", 50).orElse(MeterSample.ENERGY);
    String phase = f.textIf("phase", 10).orElse("");
    f.textIf("location", 20);
    Optional<Fields> signed = f.objectIf("signedMeterValue");
    Optional<Fields> unit = f.objectIf("unitOfMeasure");
    String unitName = "Wh";
    if (unit.isPresent()) {
      unitName = unit.get().textIf("unit", 20).orElse("Wh");
      int multiplier = unit.get().integerIf("multiplier", -12).orElse(0);
      if (multiplier > 12) {
        throw new OcppException(
            OcppErrorCode.PROPERTY_CONSTRAINT,
            "unitOfMeasure.multiplier: expected -12 to 12, not " + multiplier);
      }
      value = value.movePointRight(multiplier);
      unit.get().skip("customData").end();
    }
    f.skip("customData").end();
    return new MeterSample(
        at,
        measurand,
        unitName.equals("Celcius") ? "Celsius" : unitName,
        context,
        phase,
        Optional.of(value),
        signed.isEmpty() ? Optional.empty() : Optional.of(signedValue(signed.get())));
  }

  // spec| SignedMeterValueType: all four required, 2500 / 50 / 50 / 2500 characters
  private static SignedValue signedValue(Fields f) throws OcppException {
    String data = f.text("signedMeterData", 2500);
    f.text("signingMethod", 50);
    String encoding = f.text("encodingMethod", 50);
    String key = f.text("publicKey", 2500);
    f.skip("customData").end();
    return SignedValue.of201(data, encoding, key);
  }

  private static List<Payload> writeSamples(List<MeterSample> samples) {
    Map<Instant, List<Payload>> byTime = new LinkedHashMap<>();
    for (MeterSample sample : samples) {
      byTime.computeIfAbsent(sample.at(), t -> new ArrayList<>()).add(sampled(sample));
    }
    List<Payload> meterValues = new ArrayList<>();
    byTime.forEach((at, values) ->
        meterValues.add(new Payload().time("timestamp", at).objects("sampledValue", values)));
    return meterValues;
  }

  private static Payload sampled(MeterSample sample) {
    Payload payload = new Payload()
        .decimal("value", sample.value().orElse(BigDecimal.ZERO))
        .text("context", sample.context())
        .text("measurand", sample.measurand())
        .textIf("phase", present(sample.phase()))
        .object("unitOfMeasure", new Payload().text("unit", sample.unit()));
    sample
        .signed()
        .ifPresent(s -> payload.object(
            "signedMeterValue",
            new Payload()
                .text(
                    "signedMeterData",
                    Base64.getEncoder().encodeToString(s.data().getBytes(StandardCharsets.UTF_8)))
                .text("signingMethod", "")
                .text("encodingMethod", s.format())
                .text("publicKey", s.publicKey().orElse(""))));
    return payload;
  }
}
