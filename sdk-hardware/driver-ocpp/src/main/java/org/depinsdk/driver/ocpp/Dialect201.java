package org.depinsdk.driver.ocpp;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.DeviceIdentity;

/** A central system for OCPP 2.0.1. */
final class Dialect201 implements Dialect {
  private static final Set<String> YES_NO = Set.of("Accepted", "Rejected");

  private final Station station;
  private final CentralSystem.Desk desk;

  Dialect201(Station station, CentralSystem.Desk desk) {
    this.station = station;
    this.desk = desk;
  }

  @Override
  public Payload handle(String action, Fields payload) throws OcppException {
    return switch (action) {
      case "BootNotification" -> boot(Messages201.BootNotification.read(payload));
      case "Heartbeat" -> {
        payload.skip("customData").end();
        yield new Payload().time("currentTime", station.now());
      }
      case "Authorize" ->
        new Messages201.TokenResponse(
                Optional.of(token(Messages201.Authorize.read(payload).token())))
            .write();
      case "StatusNotification" -> status(Messages201.StatusNotification.read(payload));
      case "TransactionEvent" -> transaction(Messages201.TransactionEvent.read(payload));
      case "MeterValues" -> meter(Messages201.MeterValues.read(payload));
      case "NotifyReport" -> report(Messages201.NotifyReport.read(payload));
      case "SecurityEventNotification" -> {
        payload.text("type", 50);
        payload.time("timestamp");
        payload.textIf("techInfo", 255);
        payload.skip("customData").end();
        yield new Payload();
      }
      case "DataTransfer" -> data(Messages16.DataTransfer.read(payload, 255));
      default -> throw new OcppException(OcppErrorCode.NOT_IMPLEMENTED, "no action " + action);
    };
  }

  private Payload boot(Messages201.BootNotification request) {
    station.identify(new DeviceIdentity(
        request.vendor(), request.model(), request.serial(), request.firmware()));
    desk.tell(new StationEvent.Booted(
        station.name(),
        station.now(),
        request.vendor(),
        request.model(),
        request.serial(),
        request.firmware()));
    return new Messages16.BootResponse(
            station.now(), (int) desk.heartbeat().toSeconds(), "Accepted")
        .write();
  }

  private Payload status(Messages201.StatusNotification request) {
    desk.tell(new StationEvent.StatusChanged(
        station.name(),
        station.now(),
        request.evse(),
        request.connector(),
        request.status(),
        request.status().equals("Faulted") ? "Faulted" : ""));
    return new Payload();
  }

  private Payload transaction(Messages201.TransactionEvent request) {
    // the sequence number makes each event one of its kind, whatever the order and however often it
    // comes
    if (station.memory().first(request.transaction() + "|" + request.sequence())) {
      station.metered(request.samples());
      desk.tell(new StationEvent.Transaction(
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
    }
    return new Messages201.TokenResponse(request.token().map(this::token)).write();
  }

  private Payload meter(Messages201.MeterValues request) {
    station.metered(request.samples());
    desk.tell(
        new StationEvent.Metered(station.name(), station.now(), request.evse(), request.samples()));
    return new Payload();
  }

  private Payload report(Messages201.NotifyReport request) {
    desk.tell(new StationEvent.Reported(
        station.name(), station.now(), request.request(), request.more(), request.variables()));
    return new Payload();
  }

  private Payload data(Messages16.DataTransfer request) {
    desk.tell(new StationEvent.VendorData(
        station.name(), station.now(), request.vendor(), request.message(), request.data()));
    return new Payload().text("status", "UnknownVendorId");
  }

  private Messages201.TokenInfo token(Messages201.Token token) {
    return new Messages201.TokenInfo(
        desk.authorize(station.name(), token.text()).text());
  }

  @Override
  public Set<String> commands() {
    return Set.of("remote-start", "remote-stop", "report");
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
                          arguments.text("id-token", 36), arguments.text("token-type", "Central")),
                      desk.nextTransaction(),
                      arguments.numberIf("evse"))
                  .write(),
              timeout,
              YES_NO);
        case "remote-stop" ->
          Dialect.status(
              peer,
              "RequestStopTransaction",
              new Messages201.RequestStop(arguments.text("transaction", 36)).write(),
              timeout,
              YES_NO);
        case "report" ->
          Dialect.status(
              peer,
              "GetBaseReport",
              new Messages201.GetBaseReport(
                      desk.nextTransaction(), arguments.text("base", "SummaryInventory"))
                  .write(),
              timeout,
              Set.of("Accepted", "Rejected", "NotSupported", "EmptyResultSet"));
        default -> Dialect.failed("no command " + command.name() + ", expected " + commands());
      };
    } catch (IllegalArgumentException e) {
      return Dialect.failed(String.valueOf(e.getMessage()));
    }
  }
}
