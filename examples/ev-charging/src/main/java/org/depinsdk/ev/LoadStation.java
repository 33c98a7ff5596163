package org.depinsdk.ev;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.depinsdk.hardware.ocpp.OcppVersion;
import org.jspecify.annotations.Nullable;

/**
 * One station of {@link StationLoad}: a bare WebSocket of the JDK, so that what is measured is the central system. Sends
 * whether or not the answer before has come, as a clock does.
 */
final class LoadStation implements WebSocket.Listener {
  /** As long as a real record of one reading. */
  static final String SIGNED = "OCMF|" + "x".repeat(502) + "|{}";

  private final CompletableFuture<WebSocket> socket;
  private final LongStream.Builder nanos = LongStream.builder();
  private long sentAt;
  private boolean waiting;
  private boolean measuring;
  private long unanswered;

  LoadStation(HttpClient client, int port, String name) {
    String pair = name + ":" + LoadServer.PASSWORD;
    socket = client
        .newWebSocketBuilder()
        .subprotocols(OcppVersion.V1_6.subprotocol())
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/" + name), this);
  }

  void awaitOpen() throws InterruptedException, ExecutionException, TimeoutException {
    socket.get(60, TimeUnit.SECONDS);
  }

  void send() {
    String message = "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\""
        + Instant.now()
        + "\",\"sampledValue\":[{\"value\":\"1234\",\"unit\":\"Wh\"},{\"value\":\"" + SIGNED
        + "\",\"format\":\"SignedData\"}]}]}]";
    synchronized (this) {
      if (waiting && measuring) {
        unanswered++;
      }
      waiting = true;
      sentAt = System.nanoTime();
    }
    var unused = socket.thenCompose(s -> s.sendText(message, true));
  }

  synchronized void begin() {
    measuring = true;
  }

  synchronized void end() {
    measuring = false;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    synchronized (this) {
      if (measuring && waiting) {
        nanos.add(System.nanoTime() - sentAt);
      }
      waiting = false;
    }
    from.request(1);
    return null;
  }

  /** The times to the answers, in nanoseconds. To be called once. */
  synchronized LongStream nanos() {
    return nanos.build();
  }

  /** How many messages had no answer when the next was due. */
  synchronized long unanswered() {
    return unanswered;
  }
}
