package org.depinsdk.hardware.ocpp;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** A central system of OCPP 1.6 that answers whatever a test likes. */
abstract class ScriptedCentral extends WebSocketServer implements AutoCloseable {
  static final String BOOT =
      "{\"status\":\"Accepted\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}";

  /** What was called, and how the connections ended. */
  final Events calls = new Events();

  private final CountDownLatch started = new CountDownLatch(1);
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  ScriptedCentral() throws InterruptedException {
    super(
        new InetSocketAddress("127.0.0.1", 0),
        List.of(new Draft_6455(List.of(), List.of(new Protocol("ocpp1.6")))));
    setDaemon(true);
    setReuseAddr(true);
    start();
    started.await();
  }

  /** The payload that answers a call for the n-th time, from 1; one that begins with ! is an error's code. */
  abstract String answer(String action, int n);

  URI endpoint() {
    return URI.create("ws://127.0.0.1:" + getPort());
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    if (!message.startsWith("[2,")) {
      calls.add("answer " + message);
      return;
    }
    String[] parts = message.split("\"", 5);
    String action = parts[3];
    String answer = answer(action, counts.merge(action, 1, Integer::sum));
    calls.add(action);
    socket.send(
        answer.startsWith("!")
            ? "[4,\"" + parts[1] + "\",\"" + answer.substring(1) + "\",\"\",{}]"
            : "[3,\"" + parts[1] + "\"," + answer + "]");
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {}

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    calls.add("closed");
  }

  @Override
  public void onError(WebSocket socket, Exception e) {}

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void close() throws InterruptedException {
    stop(1000);
  }
}
