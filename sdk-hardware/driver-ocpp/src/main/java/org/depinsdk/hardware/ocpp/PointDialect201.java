package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A charge point for OCPP 2.0.1. */
final class PointDialect201 implements PointDialect {
  private final ChargePoint.Remote remote;

  PointDialect201(ChargePoint.Remote remote) {
    this.remote = remote;
  }

  @Override
  public Payload handle(String action, Fields payload) throws OcppException {
    return switch (action) {
      case "RequestStartTransaction" -> {
        Messages201.RequestStart request = Messages201.RequestStart.read(payload);
        yield PointDialect16.yesNo(remote.start(
            request.token().text(),
            request.evse().orElse(1),
            OptionalInt.of(request.remoteStart())));
      }
      case "RequestStopTransaction" ->
        PointDialect16.yesNo(remote.stop(Messages201.RequestStop.read(payload).transaction()));
      case "GetBaseReport" -> {
        Messages201.GetBaseReport request = Messages201.GetBaseReport.read(payload);
        remote.report(request.request());
        yield PointDialect16.yesNo(true);
      }
      default -> throw new OcppException(OcppErrorCode.NOT_IMPLEMENTED, "no action " + action);
    };
  }

  @Override
  public Outgoing boot(String vendor, String model, String serial) {
    return new Outgoing(
        "BootNotification",
        new Messages201.BootNotification(vendor, model, serial, "", "PowerUp").write());
  }

  @Override
  public Outgoing authorize(String idToken) {
    return new Outgoing("Authorize", new Messages201.Authorize(token(idToken)).write());
  }

  @Override
  public boolean authorized(Fields answer) throws OcppException {
    return Messages201.TokenResponse.read(answer)
        .info()
        .filter(i -> i.status().equals("Accepted"))
        .isPresent();
  }

  @Override
  public Outgoing status(int connector, String status, Instant at) {
    return new Outgoing(
        "StatusNotification", new Messages201.StatusNotification(at, status, connector, 1).write());
  }

  @Override
  public List<Queued> begin(
      ChargePointTransaction transaction, Instant at, List<MeterSample> samples, boolean offline) {
    String trigger = transaction.remoteStart().isPresent() ? "RemoteStart" : "Authorized";
    Messages201.TransactionEvent event =
        event(transaction, "Started", at, trigger, Optional.empty(), samples, offline);
    return List.of(new Queued() {
      @Override
      public Outgoing build() {
        return new Outgoing("TransactionEvent", event.write());
      }

      @Override
      public void answered(Fields answer) throws OcppException {
        transaction.started(-1, authorized(answer));
      }

      @Override
      public void failed(Throwable why) {
        transaction.beginFailed(why);
      }
    });
  }

  @Override
  public List<Queued> meter(
      ChargePointTransaction transaction, List<MeterSample> samples, boolean offline) {
    return List.of(queued(
        event(
            transaction,
            "Updated",
            samples.get(samples.size() - 1).at(),
            "MeterValuePeriodic",
            Optional.empty(),
            samples,
            offline),
        () -> {},
        why -> {}));
  }

  @Override
  public List<Queued> end(
      ChargePointTransaction transaction,
      Instant at,
      List<MeterSample> samples,
      Optional<String> reason,
      boolean offline) {
    String trigger = reason.filter("Remote"::equals).isPresent() ? "RemoteStop" : "StopAuthorized";
    return List.of(queued(
        event(
            transaction,
            "Ended",
            at,
            trigger,
            reason.or(() -> Optional.of("Local")),
            samples,
            offline),
        transaction::ended,
        transaction::endFailed));
  }

  private static Queued queued(
      Messages201.TransactionEvent event, Runnable done, Consumer<Throwable> failed) {
    return new Queued() {
      @Override
      public Outgoing build() {
        return new Outgoing("TransactionEvent", event.write());
      }

      @Override
      public void answered(Fields answer) {
        done.run();
      }

      @Override
      public void failed(Throwable why) {
        failed.accept(why);
      }
    };
  }

  private static Messages201.TransactionEvent event(
      ChargePointTransaction transaction,
      String type,
      Instant at,
      String trigger,
      Optional<String> reason,
      List<MeterSample> samples,
      boolean offline) {
    boolean started = type.equals("Started");
    return new Messages201.TransactionEvent(
        type,
        at,
        trigger,
        transaction.nextSequence(),
        transaction.name(),
        Optional.of(type.equals("Ended") ? "EVConnected" : "Charging"),
        reason,
        started && transaction.remoteStart().isPresent()
            ? Optional.of(transaction.remoteStart().getAsInt())
            : Optional.empty(),
        offline,
        started ? Optional.of(transaction.connector()) : Optional.empty(),
        started ? Optional.of(token(transaction.idToken())) : Optional.empty(),
        samples);
  }

  private static Messages201.Token token(String idToken) {
    return new Messages201.Token(idToken, "ISO14443");
  }
}
