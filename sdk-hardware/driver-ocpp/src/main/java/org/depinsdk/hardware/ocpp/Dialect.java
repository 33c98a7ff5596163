package org.depinsdk.hardware.ocpp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.DriverException;

/** The central system's side of one version of OCPP. */
interface Dialect extends RpcPeer.Handler {
  Logger LOG = System.getLogger(Dialect.class.getName());

  Set<String> commands();

  CompletableFuture<CommandResult> execute(RpcPeer peer, Command command, Duration timeout);

  /** Notifies the operator's program and the log of a message against the standard. */
  static void faulty(
      Station station,
      CentralSystemServices services,
      String action,
      String fault,
      boolean refused) {
    LOG.log(
        station.isNew(action + fault) ? Level.WARNING : Level.DEBUG,
        "station {0}: {1} {2}: {3}",
        station.name(),
        action.isEmpty() ? "a message" : EncodingException.shown(action),
        refused ? "refused" : "taken in part",
        fault);
    try {
      services.tell(
          new StationEvent.MessageFault(station.name(), station.now(), action, fault, refused));
    } catch (RuntimeException e) {
      // the answer to the station stays what it is
      LOG.log(Level.WARNING, "a listener failed", e);
    }
  }

  /** What the answer to a call means. */
  @FunctionalInterface
  interface Reading {
    CommandResult read(Fields answer) throws OcppException;
  }

  static CompletableFuture<CommandResult> answer(
      RpcPeer peer, String action, Payload payload, Duration timeout, Reading reading) {
    return peer.call(action, payload, timeout).thenCompose(answer -> {
      try {
        return CompletableFuture.completedFuture(reading.read(answer));
      } catch (OcppException e) {
        return CompletableFuture.failedFuture(RpcPeer.violation(action, e));
      }
    });
  }

  /** A call whose answer is one word. */
  static CompletableFuture<CommandResult> status(
      RpcPeer peer, String action, Payload payload, Duration timeout) {
    return answer(peer, action, payload, timeout, answer -> {
      String status = Messages16.Status.read(answer).status();
      return new CommandResult(done(status), status);
    });
  }

  static boolean done(String status) {
    return status.equals("Accepted") || status.equals("RebootRequired");
  }

  /** Takes a message that asks for nothing and that only a listener can use. */
  static Payload noted(
      Station station, CentralSystemServices services, String action, Fields payload)
      throws OcppException {
    String word = payload.string(action.equals("SecurityEventNotification") ? "type" : "status");
    services.tell(new StationEvent.Notice(station.name(), station.now(), action, word));
    return new Payload();
  }

  static <T> CompletableFuture<T> failed(String message) {
    return CompletableFuture.failedFuture(new DriverException.Unsupported(message));
  }
}
