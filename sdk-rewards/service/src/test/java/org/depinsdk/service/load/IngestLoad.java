package org.depinsdk.service.load;

import com.google.common.io.Closer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;

/**
 * How many reports a second one service takes, client and service in one process on loopback. Not a test: run {@code main}.
 * Reports are signed before the clock starts.
 */
public final class IngestLoad {
  private static final int DEVICES = 8;

  private IngestLoad() {}

  /** Arguments: reports on streams, reports one by one, folder for the data. */
  public static void main(String[] args) throws Exception {
    int streamed = Integer.parseInt(args[0]);
    int single = Integer.parseInt(args[1]);
    Path data = Files.createTempDirectory(Path.of(args[2]), "ingest-load");
    var now = TestNetwork.GENESIS.plusSeconds(60);
    try (NetworkServer server = NetworkServer.builder(
                new TestNetwork(), PolicySource.of(TestNetwork.POLICY))
            .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
            .clock(new SteppedClock(now))
            .start();
        Closer clients = Closer.create()) {
      // a connection for each device: what one connection may hold is bounded
      Map<InMemorySigner, NetworkClient> devices = new LinkedHashMap<>();
      for (int i = 0; i < DEVICES; i++) {
        InMemorySigner signer = TestNetwork.signer(i);
        NetworkClient client = clients.register(
            NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofMinutes(5)));
        client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now), signer);
        devices.put(signer, client);
      }
      long next = 1;
      for (int round = 1; round <= 4; round++) {
        long from = next;
        measure("streams, round " + round, devices, streamed / DEVICES, from, (client, reports) -> {
          if (!client.submitAll(reports.iterator()).stream().allMatch(r -> r.getAccepted())) {
            throw new IllegalStateException("a report was refused");
          }
          return null;
        });
        next += streamed / DEVICES;
        from = next;
        measure(
            "one by one, round " + round, devices, single / DEVICES, from, (client, reports) -> {
              for (SignedReport report : reports) {
                if (!client.submit(report).getAccepted()) {
                  throw new IllegalStateException("a report was refused");
                }
              }
              return null;
            });
        next += single / DEVICES;
      }
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private interface Sender {
    Void send(NetworkClient client, List<SignedReport> reports) throws Exception;
  }

  private static void measure(
      String what, Map<InMemorySigner, NetworkClient> devices, int each, long from, Sender sender)
      throws Exception {
    List<Callable<Void>> senders = new ArrayList<>();
    for (Map.Entry<InMemorySigner, NetworkClient> device : devices.entrySet()) {
      List<SignedReport> reports = IntStream.range(0, each)
          .mapToObj(i ->
              TestNetwork.report(device.getKey(), from + i, TestNetwork.GENESIS.plusSeconds(30)))
          .toList();
      senders.add(() -> sender.send(device.getValue(), reports));
    }
    ExecutorService pool = Executors.newFixedThreadPool(devices.size());
    long start = System.nanoTime();
    for (Future<Void> done : pool.invokeAll(senders)) {
      done.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    pool.shutdown();
    long count = (long) each * devices.size();
    System.out.printf(
        java.util.Locale.ROOT,
        "%s: %d reports by %d devices in %.2f s, %.0f reports/s%n",
        what,
        count,
        devices.size(),
        seconds,
        count / seconds);
  }
}
