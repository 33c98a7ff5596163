package org.depinsdk.transparency.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WitnessesTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration HASTY = Duration.ofMillis(300);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch ending = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    ending.countDown();
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private WitnessServer server(int witness) throws Exception {
    WitnessServer server = WitnessServer.start(witness(witness), ANY);
    open.add(server);
    return server;
  }

  private static Witness witness(int number) throws Exception {
    return new Witness(
        TestLog.WITNESSES.get(number), List.of(TestLog.KEY.key()), new MemoryStore(), () -> NOW);
  }

  private interface Lie {
    void answer(HttpExchange exchange) throws IOException;
  }

  private int liar(Lie lie) throws IOException {
    HttpServer server = HttpServer.create(ANY, 0);
    server.setExecutor(Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    }));
    server.createContext("/", exchange -> {
      try (exchange) {
        lie.answer(exchange);
      }
    });
    server.start();
    open.add(() -> server.stop(0));
    return server.getAddress().getPort();
  }

  private static Lie body(int status, String type, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** The test policy, 3 of 4, with addresses. */
  private static WitnessPolicy policy(int... ports) throws Exception {
    String text = TestLog.policy().toString();
    for (int i = 0; i < ports.length; i++) {
      String key = TestLog.WITNESSES.get(i).key().toString();
      text = text.replace(key, key + " http://127.0.0.1:" + ports[i]);
    }
    return WitnessPolicy.parse(text);
  }

  private Witnesses witnesses(WitnessPolicy policy, Duration timeout) {
    Witnesses witnesses = new Witnesses(policy, timeout, () -> NOW);
    open.add(witnesses);
    return witnesses;
  }

  private WitnessClient client(int port, int witness, Duration timeout) {
    return new WitnessClient(
        TestLog.WITNESSES.get(witness).key(),
        URI.create("http://127.0.0.1:" + port + "/"),
        HttpClient.newHttpClient(),
        timeout,
        () -> NOW);
  }

  @Test
  void aQuorumCosignsAndLessIsNothing() throws Exception {
    TestLog log = TestLog.numbered(20);
    int[] ports = {server(0).port(), server(1).port(), server(2).port()};
    WitnessPolicy policy = policy(ports);
    Witnesses witnesses = witnesses(policy, PATIENT);
    SignedCheckpoint cosigned = witnesses.cosign(log.signed(7), log.tree());
    assertThat(policy.verify(cosigned).head().size()).isEqualTo(7);
    assertThat(policy.verifyQuorum(witnesses.cosign(log.signed(20), log.tree())))
        .hasSize(3);
    // another process of the log asks: the size that a witness names is followed
    assertThat(policy.verifyQuorum(witnesses(policy, PATIENT).cosign(log.signed(20), log.tree())))
        .hasSize(3);

    int dead = liar(body(503, "text/plain", ""));
    Witnesses two = witnesses(policy(ports[0], ports[1], dead), PATIENT);
    assertThatThrownBy(() -> two.cosign(log.signed(20), log.tree()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no quorum")
        .hasMessageContaining("w2: status 503");
  }

  @Test
  void aWitnessThatSawMoreIsNamed() throws Exception {
    TestLog log = TestLog.numbered(20);
    WitnessServer server = server(0);
    assertThat(
            client(server.port(), 0, PATIENT).cosign(log.signed(20), log.tree()).name())
        .isEqualTo("w.example/0");
    assertThatThrownBy(() -> client(server.port(), 0, PATIENT).cosign(log.signed(7), log.tree()))
        .hasMessage("it has cosigned a tree of 20 leaves, this one has 7");
    TestLog other = new TestLog("another", "history");
    assertThatThrownBy(() -> client(server.port(), 0, PATIENT).cosign(other.signed(), other.tree()))
        .hasMessageContaining("20 leaves, this one has 2");
  }

  @Test
  void noLieIsTakenForACosignature() throws Exception {
    TestLog log = TestLog.numbered(5);
    String text = log.signed().note().text();
    String good = Cosignature.sign(TestLog.WITNESSES.get(0), text, 1_800_000_000) + "\n";
    String early = Cosignature.sign(TestLog.WITNESSES.get(0), text, 1_800_000_301) + "\n";
    String other = Cosignature.sign(TestLog.WITNESSES.get(1), text, 1_800_000_000) + "\n";
    String elsewhere =
        Cosignature.sign(
                TestLog.WITNESSES.get(0), TestLog.numbered(4).signed().note().text(), 1) + "\n";
    String plain = "text/plain; charset=utf-8";
    String size = "text/x.tlog.size";
    assertThat(client(liar(body(200, plain, good)), 0, PATIENT).cosign(log.signed(), log.tree()))
        .hasToString(good.strip());
    assertThat(client(liar(body(200, plain, other + good)), 0, PATIENT)
            .cosign(log.signed(), log.tree()))
        .hasToString(good.strip());
    assertLie(log, body(200, plain, ""), "no cosignature of w.example/0");
    assertLie(log, body(200, plain, "yes\n"), "a signature line is");
    assertLie(log, body(200, plain, other), "no cosignature of w.example/0");
    assertLie(log, body(200, plain, elsewhere), "does not verify");
    assertLie(log, body(200, plain, early), "of a time after");
    assertLie(log, body(200, plain, good.repeat(10_000)), "1000000 bytes");
    assertLie(log, body(409, plain, "3\n"), "names no size");
    assertLie(log, body(409, size, "3"), "names no size");
    assertLie(log, body(409, size, "-3\n"), "size of a conflict");
    assertLie(log, body(409, size, "3\n"), "another size each time");
    assertLie(log, body(409, size, "6\n"), "a tree of 6 leaves, this one has 5");
    assertLie(log, body(302, plain, ""), "status 302");
    assertLie(log, body(422, plain, "no\u001b[2J"), "status 422, 'no?[2J'");
  }

  private void assertLie(TestLog log, Lie lie, String said) throws IOException {
    WitnessClient client = client(liar(lie), 0, PATIENT);
    assertThatThrownBy(() -> client.cosign(log.signed(), log.tree()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aWitnessThatHangsCostsItsTimeout() throws Exception {
    TestLog log = TestLog.numbered(5);
    int port = liar(exchange -> {
      try {
        ending.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertThatThrownBy(() -> client(port, 0, HASTY).cosign(log.signed(), log.tree()))
        .hasMessage("no whole answer within PT0.3S");
  }

  @Test
  void theServerHasItsTwoAddressesAndBoundsItsBodies() throws Exception {
    TestLog log = TestLog.numbered(5);
    WitnessServer server = server(0);
    String base = "http://127.0.0.1:" + server.port();
    String read = "/" + WitnessFolder.name(TestLog.ORIGIN) + "/checkpoint";
    assertThat(send(HttpRequest.newBuilder(URI.create(base + read))).statusCode())
        .isEqualTo(404);
    SignedCheckpoint cosigned =
        log.signed().with(client(server.port(), 0, PATIENT).cosign(log.signed(), log.tree()));
    HttpResponse<String> kept = send(HttpRequest.newBuilder(URI.create(base + read)));
    assertThat(kept.body()).isEqualTo(cosigned.toString());
    assertThat(kept.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    TreeHead head =
        SignedCheckpoint.parse(kept.body()).verify(TestLog.KEY.key()).head();
    assertThat(head.size()).isEqualTo(5);
    assertThat(
            send(HttpRequest.newBuilder(URI.create(base + "/add-checkpoint"))).statusCode())
        .isEqualTo(405);
    assertThat(send(HttpRequest.newBuilder(URI.create(base + "/"))).statusCode())
        .isEqualTo(404);
    assertThat(send(HttpRequest.newBuilder(URI.create(base + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                    new byte[AddCheckpointRequest.MAX_BYTES + 1])))
            .statusCode())
        .isEqualTo(413);
  }

  /** Who says that more comes and never sends it does not keep others away, and is hung up on. */
  @Test
  void theServerWaitsForNobodyLong() throws Exception {
    WitnessServer server = WitnessServer.start(witness(0), ANY, 3);
    open.add(server);
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      open.add(socket);
      socket
          .getOutputStream()
          .write("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold"
              .getBytes(StandardCharsets.US_ASCII));
      idle.add(socket);
    }
    URI read = URI.create("http://127.0.0.1:" + server.port() + "/"
        + WitnessFolder.name(TestLog.ORIGIN) + "/checkpoint");
    assertThat(send(HttpRequest.newBuilder(read)).statusCode()).isEqualTo(404);
    idle.get(0).setSoTimeout(60_000);
    assertThat(idle.get(0).getInputStream().read()).isEqualTo(-1);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
