package org.depinsdk.driver.ocpp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.DriverException;

/** The central system's side of one version of OCPP. */
interface Dialect extends RpcPeer.Handler {
  Set<String> commands();

  CompletableFuture<CommandResult> execute(RpcPeer peer, Command command, Duration timeout);

  static CompletableFuture<CommandResult> status(
      RpcPeer peer, String action, Payload payload, Duration timeout, Set<String> allowed) {
    return peer.call(action, payload, timeout).thenCompose(answer -> {
      try {
        Messages16.Status status = Messages16.Status.read(
            answer.skip("statusInfo", "transactionId", "customData"), allowed);
        return CompletableFuture.completedFuture(new CommandResult(
            status.status().equals("Accepted") || status.status().equals("RebootRequired"),
            status.status()));
      } catch (OcppException e) {
        return CompletableFuture.failedFuture(new DriverException.ProtocolViolation(
            action + ": " + e.description(),
            org.depinsdk.hardware.reading.RawBytes.of(new byte[0])));
      }
    });
  }

  static <T> CompletableFuture<T> failed(String message) {
    return CompletableFuture.failedFuture(new DriverException.Unsupported(message));
  }
}
