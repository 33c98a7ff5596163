package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.DeviceIdentity;

/** A central system for OCPP 2.0.1. */
final class Dialect201 implements Dialect {
  private final Station station;
  private final CentralSystemServices services;

  Dialect201(Station station, CentralSystemServices services) {
    this.station = station;
    this.services = services;
  }

  @Override
  public Payload handle(String action, Fields payload) throws OcppException {
    return switch (action) {
      case "BootNotification" -> boot(Messages201.BootNotification.read(payload));
      case "Heartbeat" -> new Payload().time("currentTime", station.now());
      case "Authorize" ->
        new Messages201.TokenResponse(
                Optional.of(token(Messages201.Authorize.read(payload).token())))
            .write();
      case "StatusNotification" -> status(Messages201.StatusNotification.read(payload));
      case "TransactionEvent" -> transaction(Messages201.TransactionEvent.read(payload));
      case "MeterValues" -> meter(Messages201.MeterValues.read(payload));
      case "NotifyReport" -> report(Messages201.NotifyReport.read(payload));
      case "SecurityEventNotification", "FirmwareStatusNotification", "LogStatusNotification" ->
        Dialect.noted(station, services, action, payload);
      case "DataTransfer" -> data(Messages16.DataTransfer.read(payload));
      default -> throw new OcppException(OcppErrorCode.NOT_IMPLEMENTED, "no action " + action);
    };
  }

  @Override
  public void faulty(String action, String fault, boolean refused) {
    Dialect.faulty(station, services, action, fault, refused);
  }

  private Payload boot(Messages201.BootNotification request) {
    station.identify(new DeviceIdentity(
        request.vendor(), request.model(), request.serial(), request.firmware()));
    services.tell(new StationEvent.Booted(
        station.name(),
        station.now(),
        request.vendor(),
        request.model(),
        request.serial(),
        request.firmware()));
    return new Messages16.BootResponse(
            station.now(), (int) services.heartbeat().toSeconds(), "Accepted")
        .write();
  }

  private Payload status(Messages201.StatusNotification request) {
    services.tell(new StationEvent.StatusChanged(
        station.name(),
        station.now(),
        request.evse(),
        request.connector(),
        request.status(),
        request.status().equals("Faulted") ? "Faulted" : ""));
    return new Payload();
  }

  private Payload transaction(Messages201.TransactionEvent request) {
    // a sequence number makes each event one of its kind, whatever the order and however often it
    // comes; some stations begin again with 0, so that type and time count too
    String event = request.transaction() + "|" + request.sequence() + "|" + request.type() + "|"
        + request.at();
    if (!station.memory().isTaken(event)) {
      services.tell(new StationEvent.Transaction(
          station.name(),
          station.now(),
          switch (request.type()) {
            case "Started" -> StationEvent.Phase.STARTED;
            case "Ended" -> StationEvent.Phase.ENDED;
            default -> StationEvent.Phase.UPDATED;
          },
          request.transaction(),
          request.at(),
          request.evse().orElse(0),
          request.token().map(Messages201.Token::text),
          request.offline(),
          request.samples(),
          request.stoppedReason().orElse(request.trigger())));
      station.memory().taken(event);
      station.metered(request.samples());
    }
    return new Messages201.TokenResponse(request.token().map(this::token)).write();
  }

  private Payload meter(Messages201.MeterValues request) {
    services.tell(
        new StationEvent.Metered(station.name(), station.now(), request.evse(), request.samples()));
    station.metered(request.samples());
    return new Payload();
  }

  private Payload report(Messages201.NotifyReport request) {
    services.tell(new StationEvent.Reported(
        station.name(), station.now(), request.request(), request.more(), request.variables()));
    return new Payload();
  }

  private Payload data(Messages16.DataTransfer request) {
    services.tell(new StationEvent.VendorData(
        station.name(), station.now(), request.vendor(), request.message(), request.data()));
    return new Payload().string("status", "UnknownVendorId");
  }

  private Messages201.TokenInfo token(Messages201.Token token) {
    return new Messages201.TokenInfo(
        services.authorize(station.name(), token.text()).text());
  }

  @Override
  public Set<String> commands() {
    return Set.of("remote-start", "remote-stop", "report", "set-variable", "get-variable");
  }

  @Override
  public CompletableFuture<CommandResult> execute(RpcPeer peer, Command command, Duration timeout) {
    Arguments arguments = new Arguments(command);
    try {
      return switch (command.name()) {
        case "remote-start" ->
          Dialect.status(
              peer,
              "RequestStartTransaction",
              new Messages201.RequestStart(
                      new Messages201.Token(
                          arguments.string("id-token", 36),
                          arguments.string("token-type", "Central")),
                      services.nextTransaction(),
                      arguments.numberIf("evse"))
                  .write(),
              timeout);
        case "remote-stop" ->
          Dialect.status(
              peer,
              "RequestStopTransaction",
              new Messages201.RequestStop(arguments.string("transaction", 36)).write(),
              timeout);
        case "report" ->
          Dialect.status(
              peer,
              "GetBaseReport",
              new Messages201.GetBaseReport(
                      services.nextTransaction(), arguments.string("base", "SummaryInventory"))
                  .write(),
              timeout);
        case "set-variable" ->
          setting(
              peer,
              "SetVariables",
              new Messages201.Setting(
                      arguments.string("component", 50),
                      arguments.string("variable", 50),
                      Optional.of(arguments.string("value", 1000)))
                  .set(),
              timeout);
        case "get-variable" ->
          setting(
              peer,
              "GetVariables",
              new Messages201.Setting(
                      arguments.string("component", 50),
                      arguments.string("variable", 50),
                      Optional.empty())
                  .get(),
              timeout);
        default -> Dialect.failed("no command " + command.name() + ", expected " + commands());
      };
    } catch (IllegalArgumentException e) {
      return Dialect.failed(String.valueOf(e.getMessage()));
    }
  }

  private static CompletableFuture<CommandResult> setting(
      RpcPeer peer, String action, Payload payload, Duration timeout) {
    String list = action.equals("SetVariables") ? "setVariableResult" : "getVariableResult";
    return Dialect.answer(peer, action, payload, timeout, answer -> {
      Messages201.SettingResult result = Messages201.SettingResult.read(answer, list);
      return new CommandResult(
          Dialect.done(result.status()), result.value().orElse(result.status()));
    });
  }
}
