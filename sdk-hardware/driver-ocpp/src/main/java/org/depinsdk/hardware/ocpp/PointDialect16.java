package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A charge point for OCPP 1.6. */
final class PointDialect16 implements PointDialect {
  private final ChargePoint.Remote remote;

  PointDialect16(ChargePoint.Remote remote) {
    this.remote = remote;
  }

  @Override
  public Payload handle(String action, Fields payload) throws OcppException {
    return switch (action) {
      case "RemoteStartTransaction" -> {
        Messages16.RemoteStart request = Messages16.RemoteStart.read(payload);
        yield yesNo(
            remote.start(request.idTag(), request.connector().orElse(1), OptionalInt.empty()));
      }
      case "RemoteStopTransaction" ->
        yesNo(remote.stop(String.valueOf(Messages16.RemoteStop.read(payload).transaction())));
      default -> throw new OcppException(OcppErrorCode.NOT_IMPLEMENTED, "no action " + action);
    };
  }

  static Payload yesNo(boolean yes) {
    return new Messages16.Status(yes ? "Accepted" : "Rejected").write();
  }

  @Override
  public Outgoing boot(String vendor, String model, String serial) {
    return new Outgoing(
        "BootNotification", new Messages16.BootNotification(vendor, model, serial, "").write());
  }

  @Override
  public Outgoing authorize(String idToken) {
    return new Outgoing("Authorize", new Messages16.Authorize(idToken).write());
  }

  @Override
  public boolean authorized(Fields answer) throws OcppException {
    return Messages16.TokenInfo.read(answer.object("idTagInfo")).accepted();
  }

  @Override
  public Outgoing status(int connector, String status, Instant at) {
    return new Outgoing(
        "StatusNotification",
        new Messages16.StatusNotification(connector, status, "NoError", Optional.of(at)).write());
  }

  @Override
  public List<Queued> begin(
      ChargePointTransaction transaction, Instant at, List<MeterSample> samples, boolean offline) {
    List<Queued> messages = new ArrayList<>();
    messages.add(new Queued() {
      @Override
      public Outgoing build() {
        return new Outgoing(
            "StartTransaction",
            new Messages16.StartTransaction(
                    transaction.connector(), transaction.idToken(), wattHours(samples), at)
                .write());
      }

      @Override
      public void answered(Fields answer) throws OcppException {
        Messages16.StartResponse response = Messages16.StartResponse.read(answer);
        transaction.started(response.transaction(), response.token().accepted());
      }

      @Override
      public void failed(Throwable why) {
        transaction.beginFailed(why);
      }
    });
    // 1.6 has no room for a signed value in its begin
    if (samples.stream().anyMatch(s -> s.signed().isPresent())) {
      messages.addAll(meter(transaction, samples, offline));
    }
    return messages;
  }

  @Override
  public List<Queued> meter(
      ChargePointTransaction transaction, List<MeterSample> samples, boolean offline) {
    return List.of(queued(
        () -> new Outgoing(
            "MeterValues",
            new Messages16.MeterValues(
                    transaction.connector(), Optional.of(transaction.number()), samples)
                .write()),
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
    return List.of(queued(
        () -> new Outgoing(
            "StopTransaction",
            new Messages16.StopTransaction(
                    transaction.number(),
                    Optional.of(transaction.idToken()),
                    wattHours(samples),
                    at,
                    reason,
                    samples)
                .write()),
        transaction::ended,
        transaction::endFailed));
  }

  private static Queued queued(
      Supplier<Outgoing> message, Runnable done, Consumer<Throwable> failed) {
    return new Queued() {
      @Override
      public Outgoing build() {
        return message.get();
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

  // the register in whole watt-hours, as 1.6 asks for begin and end
  private static int wattHours(List<MeterSample> samples) {
    for (int i = samples.size() - 1; i >= 0; i--) {
      MeterSample sample = samples.get(i);
      if (sample.measurand().equals(MeterSample.ENERGY) && sample.value().isPresent()) {
        BigDecimal value = sample.value().get();
        BigDecimal wattHours = sample.unit().equals("kWh") ? value.movePointRight(3) : value;
        return wattHours
            .setScale(0, java.math.RoundingMode.FLOOR)
            .min(BigDecimal.valueOf(Integer.MAX_VALUE))
            .max(BigDecimal.ZERO)
            .intValueExact();
      }
    }
    return 0;
  }
}
