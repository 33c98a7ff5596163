package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.Messages16.present;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of OCPP 2.0.1 that a charging session needs, as values; their form is in {@link Schemas201}. */
final class Messages201 {
  private Messages201() {}

  record BootNotification(
      String vendor, String model, String serial, String firmware, String reason) {
    static BootNotification read(Fields f) throws OcppException {
      Fields station = f.object("chargingStation");
      return new BootNotification(
          station.string("vendorName"),
          station.string("model"),
          station.stringIf("serialNumber").orElse(""),
          station.stringIf("firmwareVersion").orElse(""),
          f.string("reason"));
    }

    Payload write() {
      return new Payload()
          .string("reason", reason)
          .object(
              "chargingStation",
              new Payload()
                  .string("model", model)
                  .string("vendorName", vendor)
                  .stringIf("serialNumber", present(serial))
                  .stringIf("firmwareVersion", present(firmware)));
    }
  }

  record Token(String text, String type) {
    static Token read(Fields f) throws OcppException {
      return new Token(f.string("idToken"), f.string("type"));
    }

    Payload write() {
      return new Payload().string("idToken", text).string("type", type);
    }
  }

  record TokenInfo(String status) {
    static TokenInfo read(Fields f) throws OcppException {
      return new TokenInfo(f.string("status"));
    }

    Payload write() {
      return new Payload().string("status", status);
    }
  }

  record Authorize(Token token) {
    static Authorize read(Fields f) throws OcppException {
      return new Authorize(Token.read(f.object("idToken")));
    }

    Payload write() {
      return new Payload().object("idToken", token.write());
    }
  }

  /** The answer to Authorize and, if a token was sent, to TransactionEvent. */
  record TokenResponse(Optional<TokenInfo> info) {
    static TokenResponse read(Fields f) throws OcppException {
      Optional<Fields> info = f.objectIf("idTokenInfo");
      return new TokenResponse(
          info.isEmpty() ? Optional.empty() : Optional.of(TokenInfo.read(info.get())));
    }

    Payload write() {
      Payload payload = new Payload();
      info.ifPresent(i -> payload.object("idTokenInfo", i.write()));
      return payload;
    }
  }

  record StatusNotification(Instant at, String status, int evse, int connector) {
    static StatusNotification read(Fields f) throws OcppException {
      return new StatusNotification(
          f.time("timestamp"),
          f.string("connectorStatus"),
          f.integer("evseId"),
          f.integer("connectorId"));
    }

    Payload write() {
      return new Payload()
          .time("timestamp", at)
          .string("connectorStatus", status)
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
      return new TransactionEvent(
          f.string("eventType"),
          f.time("timestamp"),
          f.string("triggerReason"),
          f.integer("seqNo"),
          info.string("transactionId"),
          info.stringIf("chargingState"),
          info.stringIf("stoppedReason"),
          info.integerIf("remoteStartId"),
          f.bool("offline", false),
          evse.isEmpty() ? Optional.empty() : Optional.of(evseId(evse.get())),
          token.isEmpty() ? Optional.empty() : Optional.of(Token.read(token.get())),
          Samples201.read(f.objects("meterValue")));
    }

    Payload write() {
      Payload info = new Payload()
          .string("transactionId", transaction)
          .stringIf("chargingState", chargingState)
          .stringIf("stoppedReason", stoppedReason);
      remoteStart.ifPresent(r -> info.integer("remoteStartId", r));
      Payload payload = new Payload()
          .string("eventType", type)
          .time("timestamp", at)
          .string("triggerReason", trigger)
          .integer("seqNo", sequence)
          .bool("offline", offline)
          .object("transactionInfo", info);
      evse.ifPresent(e -> payload.object("evse", new Payload().integer("id", e)));
      token.ifPresent(t -> payload.object("idToken", t.write()));
      return samples.isEmpty() ? payload : payload.objects("meterValue", Samples201.write(samples));
    }

    private static int evseId(Fields f) throws OcppException {
      return f.integer("id");
    }
  }

  record MeterValues(int evse, List<MeterSample> samples) {
    static MeterValues read(Fields f) throws OcppException {
      return new MeterValues(f.integer("evseId"), Samples201.read(f.objects("meterValue")));
    }

    Payload write() {
      return new Payload().integer("evseId", evse).objects("meterValue", Samples201.write(samples));
    }
  }

  record NotifyReport(int request, boolean more, List<StationEvent.Variable> variables) {
    static NotifyReport read(Fields f) throws OcppException {
      int request = f.integer("requestId");
      boolean more = f.bool("tbc", false);
      List<StationEvent.Variable> variables = new ArrayList<>();
      for (Fields data : f.objects("reportData")) {
        Fields component = data.object("component");
        Fields variable = data.object("variable");
        String componentName = component.string("name");
        String variableName = variable.string("name");
        Optional<String> value = Optional.empty();
        for (Fields attribute : data.objects("variableAttribute")) {
          Optional<String> text = attribute.stringIf("value");
          value = value.or(() -> text);
        }
        variables.add(new StationEvent.Variable(componentName, variableName, value));
      }
      return new NotifyReport(request, more, variables);
    }

    Payload write(Instant at, int sequence) {
      List<Payload> data = new ArrayList<>();
      for (StationEvent.Variable variable : variables) {
        data.add(new Payload()
            .object("component", new Payload().string("name", variable.component()))
            .object("variable", new Payload().string("name", variable.name()))
            .objects(
                "variableAttribute", List.of(new Payload().stringIf("value", variable.value()))));
      }
      Payload payload = new Payload()
          .integer("requestId", request)
          .time("generatedAt", at)
          .bool("tbc", more)
          .integer("seqNo", sequence);
      return data.isEmpty() ? payload : payload.objects("reportData", data);
    }
  }

  record RequestStart(Token token, int remoteStart, Optional<Integer> evse) {
    static RequestStart read(Fields f) throws OcppException {
      return new RequestStart(
          Token.read(f.object("idToken")), f.integer("remoteStartId"), f.integerIf("evseId"));
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
      return new RequestStop(f.string("transactionId"));
    }

    Payload write() {
      return new Payload().string("transactionId", transaction);
    }
  }

  record GetBaseReport(int request, String base) {
    static GetBaseReport read(Fields f) throws OcppException {
      return new GetBaseReport(f.integer("requestId"), f.string("reportBase"));
    }

    Payload write() {
      return new Payload().integer("requestId", request).string("reportBase", base);
    }
  }

  /** A variable of a component, and what it is to become. */
  record Setting(String component, String variable, Optional<String> value) {
    private Payload named() {
      return new Payload()
          .stringIf("attributeValue", value)
          .object("component", new Payload().string("name", component))
          .object("variable", new Payload().string("name", variable));
    }

    Payload set() {
      return new Payload().objects("setVariableData", List.of(named()));
    }

    Payload get() {
      return new Payload().objects("getVariableData", List.of(named()));
    }
  }

  /** The first result of SetVariables or GetVariables: how it went, and the value that was asked for. */
  record SettingResult(String status, Optional<String> value) {
    static SettingResult read(Fields f, String list) throws OcppException {
      Fields first = f.objects(list).get(0);
      return new SettingResult(first.string("attributeStatus"), first.stringIf("attributeValue"));
    }
  }
}
