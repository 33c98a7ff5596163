package org.depinsdk.service.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of any bytes over a socket: each is answered or refused, none more than once, and the next connection is served. */
class HttpFuzzTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String LAST = "GET /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
  // no 500: the handler below does not fail
  private static final Set<String> STATUSES =
      Set.of("200", "304", "400", "405", "413", "414", "431");

  /** A port that opens with the first input. */
  private static final class Running {
    static final AtomicInteger ASKED = new AtomicInteger();
    static final int PORT = start();

    private static int start() {
      try {
        HttpListener listener = HttpListener.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new HttpLimits(
                new Places.Limits(64, 64, 1_000_000), SHORT, SHORT, Duration.ofMinutes(1), 1 << 20),
            question -> {
              ASKED.incrementAndGet();
              return CompletableFuture.completedFuture(
                  HttpReply.of(question.known().isPresent() ? 304 : 200, "text/plain", "ok"));
            },
            new ServiceMetrics(new SimpleMeterRegistry()));
        return listener.port();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static Stream<byte[]> requests() {
    return Stream.of(
            "",
            "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD /?epoch=1 HTTP/1.0\r\nIf-None-Match: \"x\"\r\nConnection: keep-alive\r\n\r\n",
            "POST /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "GET a:b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            "GET /% HTTP/1.1\r\nHost: a\r\n folded\r\nUpgrade: h2c\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("requests")
  @FuzzTest
  void requests(byte[] data) throws IOException {
    BugDetectors.allowNetworkConnections();
    int port = Running.PORT;
    int before = Running.ASKED.get();
    List<String> statuses = statuses(port, Arrays.copyOf(data, Math.min(data.length, 20_000)));
    int asked = Running.ASKED.get() - before;
    assertThat(STATUSES).containsAll(statuses);
    assertThat(statuses.stream().filter(Set.of("200", "304")::contains).count())
        .isLessThanOrEqualTo(asked);
    assertThat(statuses(port, new byte[0])).as("the next connection").containsExactly("200");
  }

  /** The answers to the bytes and to a good request behind them. */
  private static List<String> statuses(int port, byte[] data) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(data);
      if (data.length > 0) {
        socket.getOutputStream().write("\r\n\r\n".getBytes(ISO_8859_1));
      }
      socket.getOutputStream().write(LAST.getBytes(ISO_8859_1));
      socket.getInputStream().transferTo(answers);
    } catch (SocketException reset) {
      // closed with more requests than may wait, or with bytes that were not read
      assertThat(data).as("a good request alone").isNotEmpty();
    }
    return STATUS
        .matcher(answers.toString(ISO_8859_1))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
