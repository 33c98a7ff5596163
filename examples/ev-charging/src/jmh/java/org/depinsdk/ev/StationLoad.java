package org.depinsdk.ev;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.depinsdk.driver.ocpp.CentralSystem;
import org.depinsdk.driver.ocpp.OcppVersion;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.Secret;

/**
 * Many stations on one central system, each with a signed meter value every ten seconds. Run it twice: {@code server PORT
 * SECONDS} in one process and {@code client PORT STATIONS SECONDS} in another. The server prints its heap and its CPU time,
 * the client the time from a message to its answer.
 */
public final class StationLoad {
  private static final int PERIOD_SECONDS = 10;
  private static final String SIGNED = "OCMF|" + "x".repeat(500) + "|{}";

  private StationLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    if (args[0].equals("server")) {
      serve(port, Integer.parseInt(args[2]));
    } else {
      new Load(port, Integer.parseInt(args[2]), Integer.parseInt(args[3])).run();
    }
  }

  private static void serve(int port, int seconds) throws Exception {
    LongAdder samples = new LongAdder();
    try (DriverContext context = DriverContext.builder().build();
        CentralSystem central = CentralSystem.builder(context)
            .address(new InetSocketAddress("127.0.0.1", port))
            .passwords(station -> Optional.of(Secret.of("a password of all")))
            .open()) {
      central.onEvent(event -> samples.increment());
      long before = heap();
      for (int i = 0; i < seconds; i += PERIOD_SECONDS) {
        TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
        System.out.printf(
            java.util.Locale.ROOT,
            "%d stations, %d events, heap after collection %.1f MiB (empty %.1f), process CPU %.1f s%n",
            central.devices().size(),
            samples.sum(),
            heap() / 1048576.0,
            before / 1048576.0,
            ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0);
      }
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static final class Load {
    private final int port;
    private final int stations;
    private final int seconds;
    private final AtomicInteger count = new AtomicInteger();
    private final long[] nanos;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    Load(int port, int stations, int seconds) {
      this.port = port;
      this.stations = stations;
      this.seconds = seconds;
      this.nanos = new long[stations * (seconds / PERIOD_SECONDS + 2)];
    }

    void run() throws Exception {
      HttpClient client = HttpClient.newHttpClient();
      List<Station> all = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < stations; i++) {
        all.add(new Station(client, "CP" + i));
      }
      System.out.printf(
          java.util.Locale.ROOT,
          "%d stations connected one after the other in %.1f s%n",
          stations,
          (System.nanoTime() - start) / 1e9);
      for (int i = 0; i < stations; i++) {
        Station station = all.get(i);
        var unused = timer.scheduleAtFixedRate(
            station::send,
            i * PERIOD_SECONDS * 1000L / stations,
            PERIOD_SECONDS * 1000L,
            TimeUnit.MILLISECONDS);
      }
      TimeUnit.SECONDS.sleep(seconds);
      timer.shutdownNow();
      long[] sorted = Arrays.copyOf(nanos, Math.min(count.get(), nanos.length));
      Arrays.sort(sorted);
      System.out.printf(
          java.util.Locale.ROOT,
          "%d answers; milliseconds to the answer: median %.2f, 99%% %.2f, largest %.2f%n",
          sorted.length,
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6,
          sorted[sorted.length - 1] / 1e6);
      System.exit(0);
    }

    /** One station. */
    private final class Station implements WebSocket.Listener {
      private final WebSocket socket;
      private volatile long sent;

      Station(HttpClient client, String name) throws Exception {
        socket = client
            .newWebSocketBuilder()
            .subprotocols(OcppVersion.V1_6.subprotocol())
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (name + ":a password of all").getBytes(StandardCharsets.UTF_8)))
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/" + name), this)
            .get(30, TimeUnit.SECONDS);
      }

      void send() {
        String message =
            "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\""
                + Instant.now()
                + "\",\"sampledValue\":[{\"value\":\"1234\",\"unit\":\"Wh\"},{\"value\":\"" + SIGNED
                + "\",\"format\":\"SignedData\"}]}]}]";
        sent = System.nanoTime();
        var unused = socket.sendText(message, true);
      }

      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        int at = count.getAndIncrement();
        if (at < nanos.length) {
          nanos[at] = System.nanoTime() - sent;
        }
        from.request(1);
        return java.util.concurrent.CompletableFuture.completedFuture(null);
      }
    }
  }
}
