package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;

/** The charge point's side of one version of OCPP. */
interface PointDialect extends RpcPeer.Handler {
  System.Logger LOG = System.getLogger(PointDialect.class.getName());

  /** A message to send. */
  record Outgoing(String action, Payload payload) {}

  /** A message of a transaction: kept until the central system has answered it. */
  interface Queued {
    /** Made when it is sent, since a 1.6 message needs the number that the central system gave. */
    Outgoing build();

    void answered(Fields answer) throws OcppException;

    /** Is notified that the message was given up. */
    void failed(Throwable why);
  }

  @Override
  default void faulty(String action, String fault, boolean refused) {
    LOG.log(
        System.Logger.Level.WARNING,
        "the central system''s {0} {1}: {2}",
        action.isEmpty() ? "message" : EncodingException.shown(action),
        refused ? "refused" : "taken in part",
        fault);
  }

  Outgoing boot(String vendor, String model, String serial);

  Outgoing authorize(String idToken);

  boolean authorized(Fields answer) throws OcppException;

  Outgoing status(int connector, String status, Instant at);

  List<Queued> begin(
      ChargePointTransaction transaction, Instant at, List<MeterSample> samples, boolean offline);

  List<Queued> meter(
      ChargePointTransaction transaction, List<MeterSample> samples, boolean offline);

  List<Queued> end(
      ChargePointTransaction transaction,
      Instant at,
      List<MeterSample> samples,
      Optional<String> reason,
      boolean offline);
}
