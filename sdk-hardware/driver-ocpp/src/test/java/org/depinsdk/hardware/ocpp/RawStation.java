package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.Secret;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/** A station that sends whatever it likes. */
class RawStation extends WebSocketClient {
  final Events answers = new Events();
  final CompletableFuture<String> end = new CompletableFuture<>();

  RawStation(URI endpoint, String identity, OcppVersion version) throws InterruptedException {
    this(endpoint, identity, version, "");
  }

  RawStation(URI endpoint, String identity, OcppVersion version, String behind)
      throws InterruptedException {
    super(
        URI.create(endpoint + "/" + identity + behind),
        new Draft_6455(List.of(), List.of(new Protocol(version.subprotocol()))),
        Map.of("Authorization", Identity.basic(identity, Secret.of("a password of " + identity))),
        10_000);
    assertThat(connectBlocking()).isTrue();
  }

  String ask(String text) throws InterruptedException {
    send(text);
    return answers.await(String.class, s -> true);
  }

  @Override
  public void onOpen(ServerHandshake handshake) {}

  @Override
  public void onMessage(String message) {
    answers.add(message);
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    end.complete(code + " " + reason);
  }

  @Override
  public void onError(Exception e) {
    end.completeExceptionally(e);
  }
}
