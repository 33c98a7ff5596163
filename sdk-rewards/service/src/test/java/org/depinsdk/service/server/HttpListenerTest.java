package org.depinsdk.service.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.depinsdk.service.Http2Socket;
import org.depinsdk.service.metrics.ClosedConnection;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics port under callers who do not do as they should, over sockets. */
@Timeout(60)
class HttpListenerTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final String GET = "GET /ok HTTP/1.1\r\n" + HOST + "\r\n";
  private static final String LAST = "GET /ok HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Places.Limits PLACES = new Places.Limits(32, 16, 1000);
  private static final int LARGE = 8 << 20;

  /** A handler that fails is logged with its trace. */
  private static final Logger LOG = Logger.getLogger(HttpConnection.class.getName());

  private SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Socket> sockets = new ArrayList<>();
  private HttpListener listener = start(new HttpLimits(PLACES, LONG, LONG, LONG, 4L * LARGE));

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
  }

  @Test
  void requestsThatBeginAndStopHoldNobodyUpAndAreClosed() throws Exception {
    restart(new HttpLimits(PLACES, SHORT, LONG, LONG, LARGE));
    List<Socket> stopped = new ArrayList<>();
    for (String begun : new String[] {"", "G", "GET /ok HT", "GET /ok HTTP/1.1\r\nHost: lo"}) {
      stopped.add(send(begun));
      // and the second request of a connection
      Socket second = send(GET);
      assertThat(second.getInputStream().read()).isEqualTo('H');
      write(second, begun);
      stopped.add(second);
    }
    assertThat(ask(LAST)).startsWith("HTTP/1.1 200 OK");
    // in the order of their deadlines; one that has an answer and begins nothing may stay
    for (Socket each : stopped.subList(2, stopped.size())) {
      assertThat(rest(each)).isNotNull();
    }
    assertThat(rest(stopped.get(0))).isEmpty();
    awaitCount(ClosedConnection.NO_REQUEST, 7);
  }

  @Test
  void connectionsWithoutAnotherRequestAreClosed() throws Exception {
    restart(new HttpLimits(PLACES, LONG, SHORT, LONG, LARGE));
    assertThat(rest(send(GET))).endsWith("ok");
    awaitCount(ClosedConnection.NO_REQUEST, 1);
  }

  @Test
  void answersThatNobodyTakesHoldALimitedRoomAndAreClosed() throws Exception {
    restart(new HttpLimits(PLACES, LONG, LONG, Duration.ofSeconds(2), 4L * LARGE));
    // a host has three quarters of the room
    for (int i = 0; i < 3; i++) {
      Socket reader = new Socket();
      sockets.add(reader);
      reader.setReceiveBufferSize(4096);
      reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
      write(reader, "GET /large HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(reader.getInputStream().read()).isEqualTo('H');
    }
    assertThat(ask(LAST.replace("/ok", "/large"))).startsWith("HTTP/1.1 503 ");
    assertThat(ask(LAST)).startsWith("HTTP/1.1 200 OK");
    awaitCount(ClosedConnection.UNREAD_ANSWER, 3);
    // their room is free again
    assertThat(ask(LAST.replace("/ok", "/large"))).hasSizeGreaterThan(LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ok HTTP/1.1, x: 10000, 431",
    "GET /2000 HTTP/1.1, x: y, 414",
    "POST /ok HTTP/1.1, x: y, 405",
    "BREW /ok HTTP/1.1, x: y, 405",
    "GET /ok HTTP/1.1, Content-Length: 5, 413",
    "GET /ok HTTP/1.1, Transfer-Encoding: chunked, 413",
    "GET /ok HTTP/1.1, Host: another, 400",
    "GET /ok HTTP/2.0, x: y, 400",
    "GET /ok SPDY/1.1, x: y, 400",
    "GET /ok, x: y, 400",
    "PRI * HTTP/2.0, x: y, 400",
    "GET http:// HTTP/1.1, x: y, 400",
    "GET /% HTTP/1.1, x: y, 400",
    "GET /none HTTP/1.1, x: y, 404",
    "GET /fails HTTP/1.1, x: y, 500"
  })
  void whatIsNotServedIsRefusedWithAReason(String line, String header, int status)
      throws Exception {
    String request =
        padded(line) + "\r\n" + HOST + padded(header) + "\r\nConnection: close\r\n\r\n";
    assertThat(ask(request)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(ask(LAST)).startsWith("HTTP/1.1 200 OK");
  }

  /** A number of letters in place of its name. */
  private static String padded(String line) {
    return line.replace("10000", "x".repeat(10_000)).replace("2000", "a".repeat(2000));
  }

  @Test
  void noHostIsRefusedInHttp11Alone() throws Exception {
    assertThat(ask("GET /ok HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /ok HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void aHeadHasTheLengthOfTheBodyAndNoBody() throws Exception {
    assertThat(ask(LAST.replace("GET", "HEAD")))
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("content-length: 2\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderUpToALimit() throws Exception {
    String path = "GET /%d HTTP/1.1\r\n" + HOST + "\r\n";
    StringBuilder some = new StringBuilder();
    for (int i = 0; i < HttpLimits.PIPELINED; i++) {
      some.append(String.format(path, i));
    }
    String answers = ask(some + LAST);
    List<String> bodies = Pattern.compile("not found (/\\d+)")
        .matcher(answers)
        .results()
        .map(MatchResult::group)
        .toList();
    assertThat(bodies).hasSize(HttpLimits.PIPELINED).first().isEqualTo("not found /0");
    assertThat(bodies).last().isEqualTo("not found /" + (HttpLimits.PIPELINED - 1));
    assertThat(answers).endsWith("ok");
    String many = ask(GET.repeat(5000));
    assertThat(many.split("HTTP/1.1 200", -1).length).isLessThan(5000);
    awaitCount(ClosedConnection.TOO_MANY_REQUESTS, 1);
  }

  /** Bytes that are nothing, and requests with a part of them replaced; from a seed. */
  @Test
  void garbageIsRefusedOrClosedAndNothingElseIsHarmed() throws Exception {
    Random random = new Random(20);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[1 + random.nextInt(300)];
      random.nextBytes(garbage);
      StringBuilder request = new StringBuilder(LAST);
      int at = random.nextInt(request.length());
      request.replace(
          at,
          Math.min(request.length(), at + random.nextInt(20)),
          new String(garbage, 0, Math.min(garbage.length, 20), ISO_8859_1));
      String sent = i % 2 == 0 ? new String(garbage, ISO_8859_1) : request.toString();
      try (Socket socket = send(sent)) {
        socket.shutdownOutput();
        assertThat(rest(socket)).matches("(?s)(HTTP/1\\.1 [2-5].*)?");
      }
    }
    assertThat(ask(LAST)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void whatComesAfterTheLastAnswerIsReadForAWhileOnly() throws Exception {
    Socket socket = send(LAST);
    assertThat(rest(socket)).endsWith("ok");
    assertThat(endsWhileWriting(socket)).isTrue();
  }

  private static boolean endsWhileWriting(Socket socket) throws IOException {
    byte[] more = new byte[4096];
    try {
      while (true) {
        socket.getOutputStream().write(more);
      }
    } catch (SocketException closed) {
      return true;
    }
  }

  @Test
  void aHostHasOnlySoManyConnectionsAndTheOthersFindPlaces() throws Exception {
    restart(new HttpLimits(new Places.Limits(4, 3, 1000), LONG, LONG, LONG, LARGE));
    for (int i = 0; i < 3; i++) {
      Socket held = Http2Socket.socket(2, listener.port());
      sockets.add(held);
      write(held, GET);
      assertThat(held.getInputStream().read()).isEqualTo('H');
    }
    try (Socket refused = Http2Socket.socket(2, listener.port())) {
      assertThat(rest(refused)).isEmpty();
    }
    awaitCount(ClosedConnection.TOO_MANY_OF_HOST, 1);
    // the last place, and then one of the host that has three
    sockets.add(Http2Socket.socket(3, listener.port()));
    assertThat(ask(LAST)).startsWith("HTTP/1.1 200 OK");
    awaitCount(ClosedConnection.MADE_WAY, 1);
  }

  @Test
  void aHostOpensOnlySoManyConnectionsASecond() throws Exception {
    restart(new HttpLimits(new Places.Limits(32, 16, 1), LONG, LONG, LONG, LARGE));
    int answered = 0;
    for (int i = 0; i < 64; i++) {
      try (Socket socket = Http2Socket.socket(2, listener.port())) {
        write(socket, LAST);
        answered += rest(socket).isEmpty() ? 0 : 1;
      } catch (SocketException reset) {
        continue;
      }
    }
    assertThat(answered).isBetween(16, 60);
    assertThat(ask(LAST)).as("of another address").startsWith("HTTP/1.1 200 OK");
    awaitCount(ClosedConnection.TOO_FAST, 64 - answered);
  }

  private HttpListener start(HttpLimits limits) {
    try {
      return HttpListener.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          limits,
          question -> switch (question.path()) {
            case "/ok" -> CompletableFuture.completedFuture(HttpReply.of(200, "text/plain", "ok"));
            case "/large" ->
              CompletableFuture.completedFuture(HttpReply.of(200, "text/plain", "x".repeat(LARGE)));
            case "/fails" -> CompletableFuture.failedFuture(new IOException("played"));
            default ->
              CompletableFuture.completedFuture(
                  HttpReply.text(404, "not found " + question.path()));
          },
          new ServiceMetrics(meters));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void restart(HttpLimits limits) {
    listener.close();
    meters = new SimpleMeterRegistry();
    listener = start(limits);
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    sockets.add(socket);
    write(socket, request);
    return socket;
  }

  private static void write(Socket socket, String request) throws IOException {
    socket.setSoTimeout(50_000);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  private String ask(String request) throws IOException {
    try (Socket socket = send(request)) {
      return rest(socket);
    }
  }

  /** What comes until the other side ends. */
  private static String rest(Socket socket) throws IOException {
    socket.setSoTimeout(50_000);
    StringBuilder all = new StringBuilder();
    byte[] some = new byte[1 << 16];
    try {
      for (int n = socket.getInputStream().read(some);
          n >= 0;
          n = socket.getInputStream().read(some)) {
        all.append(new String(some, 0, n, ISO_8859_1));
      }
    } catch (SocketException reset) {
      // closed without waiting for what was sent
      return all.toString();
    }
    return all.toString();
  }

  private void awaitCount(ClosedConnection why, int count) {
    long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
    while (count(why) < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(count(why)).isEqualTo(count);
  }

  private double count(ClosedConnection why) {
    return meters
        .get("depin.connections.closed")
        .tags("port", "metrics", "reason", why.code())
        .counter()
        .count();
  }
}
