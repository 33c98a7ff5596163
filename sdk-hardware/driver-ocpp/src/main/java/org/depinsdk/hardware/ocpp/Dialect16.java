package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.DeviceIdentity;

/** A central system for OCPP 1.6. */
final class Dialect16 implements Dialect {
  private final Station station;
  private final CentralSystemServices services;

  Dialect16(Station station, CentralSystemServices services) {
    this.station = station;
    this.services = services;
  }

  @Override
  public Payload handle(String action, Fields payload) throws OcppException {
    return switch (action) {
      case "BootNotification" -> boot(Messages16.BootNotification.read(payload));
      case "Heartbeat" -> new Payload().time("currentTime", station.now());
      case "Authorize" -> {
        String idTag = Messages16.Authorize.read(payload).idTag();
        yield new Payload()
            .object("idTagInfo", token(services.authorize(station.name(), idTag).text()));
      }
      case "StatusNotification" -> status(Messages16.StatusNotification.read(payload));
      case "StartTransaction" -> start(Messages16.StartTransaction.read(payload));
      case "StopTransaction" -> stop(Messages16.StopTransaction.read(payload));
      case "MeterValues" -> meter(Messages16.MeterValues.read(payload));
      case "SecurityEventNotification",
          "FirmwareStatusNotification",
          "DiagnosticsStatusNotification",
          "LogStatusNotification" -> Dialect.noted(station, services, action, payload);
      case "DataTransfer" -> data(Messages16.DataTransfer.read(payload));
      default -> throw new OcppException(OcppErrorCode.NOT_IMPLEMENTED, "no action " + action);
    };
  }

  @Override
  public void faulty(String action, String fault, boolean refused) {
    Dialect.faulty(station, services, action, fault, refused);
  }

  private Payload boot(Messages16.BootNotification request) {
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

  private Payload status(Messages16.StatusNotification request) {
    services.tell(new StationEvent.StatusChanged(
        station.name(),
        station.now(),
        request.connector(),
        request.connector(),
        request.status(),
        request.error().equals("NoError") ? "" : request.error()));
    return new Payload();
  }

  private Payload start(Messages16.StartTransaction request) {
    StationMemory.Started started = station
        .memory()
        .start(
            request,
            services.authorize(station.name(), request.idTag()),
            services::nextTransaction);
    String key = StationMemory.key(request);
    if (started.accepted() && !station.memory().isTaken(key)) {
      services.tell(transaction(
          StationEvent.Phase.STARTED,
          String.valueOf(started.id()),
          request.at(),
          request.connector(),
          Optional.of(request.idTag()),
          List.of(MeterSample.energy(request.at(), request.meterStart(), MeterSample.BEGIN)),
          ""));
      station.memory().taken(key);
    }
    return new Messages16.StartResponse(new Messages16.TokenInfo(started.status()), started.id())
        .write();
  }

  private Payload stop(Messages16.StopTransaction request) {
    boolean known = request.transaction() > 0;
    String key = "stop|" + request.transaction()
        + (known ? "" : "|" + request.meterStop() + "|" + request.at());
    if (!station.memory().isTaken(key)) {
      Optional<StationMemory.Started> started = station.memory().ending(request);
      List<MeterSample> samples = new ArrayList<>(request.samples());
      samples.add(MeterSample.energy(request.at(), request.meterStop(), MeterSample.END));
      String unknown =
          known ? String.valueOf(request.transaction()) : StationEvent.Transaction.UNKNOWN;
      services.tell(transaction(
          StationEvent.Phase.ENDED,
          started.map(s -> String.valueOf(s.id())).orElse(unknown),
          request.at(),
          started.map(StationMemory.Started::connector).orElse(0),
          request.idTag(),
          samples,
          request.reason().orElse("Local")));
      started.ifPresent(s -> station.memory().ended(s.id()));
      station.memory().taken(key);
      station.metered(samples);
    }
    Payload payload = new Payload();
    request
        .idTag()
        .ifPresent(t -> payload.object(
            "idTagInfo", token(services.authorize(station.name(), t).text())));
    return payload;
  }

  private Payload meter(Messages16.MeterValues request) {
    if (request.samples().isEmpty()) {
      return new Payload();
    }
    if (request.transaction().isPresent()) {
      int id = request.transaction().get();
      Optional<StationMemory.Started> running = station.memory().running(id, request.connector());
      services.tell(transaction(
          StationEvent.Phase.UPDATED,
          String.valueOf(running.map(StationMemory.Started::id).orElse(id)),
          request.samples().get(0).at(),
          request.connector(),
          running.map(StationMemory.Started::idTag),
          request.samples(),
          ""));
    } else {
      services.tell(new StationEvent.Metered(
          station.name(), station.now(), request.connector(), request.samples()));
    }
    station.metered(request.samples());
    return new Payload();
  }

  private Payload data(Messages16.DataTransfer request) {
    services.tell(new StationEvent.VendorData(
        station.name(), station.now(), request.vendor(), request.message(), request.data()));
    // what a maker's message means is not known here; who listens has it all the same
    return new Payload().string("status", "UnknownVendorId");
  }

  private StationEvent.Transaction transaction(
      StationEvent.Phase phase,
      String id,
      java.time.Instant at,
      int connector,
      Optional<String> idTag,
      List<MeterSample> samples,
      String reason) {
    // 1.6 does not say whether a message was queued; one that is older than the services allows was
    boolean offline = at.isBefore(station.now().minus(services.offlineAfter()));
    return new StationEvent.Transaction(
        station.name(), station.now(), phase, id, at, connector, idTag, offline, samples, reason);
  }

  private static Payload token(String status) {
    return new Messages16.TokenInfo(status).write();
  }

  @Override
  public Set<String> commands() {
    return Set.of("remote-start", "remote-stop", "change-configuration", "get-configuration");
  }

  @Override
  public CompletableFuture<CommandResult> execute(RpcPeer peer, Command command, Duration timeout) {
    Arguments arguments = new Arguments(command);
    try {
      return switch (command.name()) {
        case "remote-start" ->
          Dialect.status(
              peer,
              "RemoteStartTransaction",
              new Messages16.RemoteStart(
                      arguments.numberIf("connector"), arguments.string("id-token", 20))
                  .write(),
              timeout);
        case "remote-stop" ->
          Dialect.status(
              peer,
              "RemoteStopTransaction",
              new Messages16.RemoteStop(arguments.number("transaction")).write(),
              timeout);
        case "change-configuration" ->
          Dialect.status(
              peer,
              "ChangeConfiguration",
              new Messages16.ChangeConfiguration(
                      arguments.string("key", 50), arguments.string("value", 500))
                  .write(),
              timeout);
        case "get-configuration" -> {
          String key = arguments.string("key", 50);
          yield Dialect.answer(
              peer,
              "GetConfiguration",
              new Payload().strings("key", List.of(key)),
              timeout,
              answer -> {
                String value = Messages16.settings(answer).get(key);
                return new CommandResult(value != null, value == null ? "UnknownKey" : value);
              });
        }
        default -> Dialect.failed("no command " + command.name() + ", expected " + commands());
      };
    } catch (IllegalArgumentException e) {
      return Dialect.failed(String.valueOf(e.getMessage()));
    }
  }
}
