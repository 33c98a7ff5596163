package org.depinsdk.service.load;

import com.google.common.io.Closer;
import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.LoggedRecord;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;

/**
 * What a report costs the service on streams, by the processor time of its process; beside it the signatures of as many reports
 * alone, and a gRPC service that takes and answers the same messages and does nothing. The clients are a process of their own.
 * Not a test: run {@code main}.
 */
public final class IngestLoad {
  private static final int CONNECTIONS = 8;
  private static final int DEVICES = 64;
  private static final int BATCH = 1024;
  private static final int ROUNDS = 20;
  private static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private IngestLoad() {}

  /** Arguments: reports of a round, a multiple of 64 and at most 20,000, whose receipts fit; folder for the data. */
  public static void main(String[] args) throws Exception {
    int reports = Integer.parseInt(args[0]);
    Path data = Files.createTempDirectory(Path.of(args[1]), "ingest-load");
    Server empty = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
        .addService(new EmptyService())
        .build()
        .start();
    try (NetworkServer server = NetworkServer.builder(
            new TestNetwork(), PolicySource.of(TestNetwork.POLICY))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(new SteppedClock(NOW))
        .start()) {
      Process clients = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Clients.class.getName(),
              "" + server.port(),
              "" + empty.getPort(),
              "" + reports)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      try (BufferedReader said = clients.inputReader(StandardCharsets.UTF_8);
          PrintWriter order = new PrintWriter(clients.outputWriter(StandardCharsets.UTF_8), true)) {
        List<SignedReport> signed = reports(0, reports);
        for (int round = 1; round <= ROUNDS; round++) {
          expect(said, "ready");
          double signatures = cpuMicros(reports, () -> verify(signed));
          double service = cpuMicros(reports, () -> send(order, said));
          double nothing = cpuMicros(reports, () -> send(order, said));
          System.out.printf(
              Locale.ROOT,
              "round %d: %.1f µs of CPU a report; signatures alone %.1f, %.0f %%; empty service %.1f, %.1f times%n",
              round,
              service,
              signatures,
              100 * signatures / service,
              nothing,
              service / nothing);
        }
      } finally {
        clients.destroyForcibly().waitFor();
      }
    } finally {
      empty.shutdownNow().awaitTermination();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static double cpuMicros(int reports, Callable<Void> work) throws Exception {
    long begun = PROCESS.getProcessCpuTime();
    work.call();
    return (PROCESS.getProcessCpuTime() - begun) / 1e3 / reports;
  }

  // as many at once as they are when the service has much to do
  private static Void verify(List<SignedReport> reports) {
    for (int first = 0; first < reports.size(); first += BATCH) {
      SignatureBatch batch = new SignatureBatch();
      for (SignedReport report : reports.subList(first, Math.min(reports.size(), first + BATCH))) {
        report.addTo(batch, TestNetwork.NAME, KEYS.get(batch.size() % DEVICES).publicKey());
      }
      if (batch.verify().cardinality() != batch.size()) {
        throw new IllegalStateException("a signature is invalid");
      }
    }
    return null;
  }

  private static final List<InMemorySigner> KEYS =
      IntStream.range(0, DEVICES).mapToObj(TestNetwork::signer).toList();

  private static List<SignedReport> reports(int round, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> TestNetwork.report(
            KEYS.get(i % DEVICES),
            1 + (long) (round * count + i) / DEVICES,
            TestNetwork.GENESIS.plusSeconds(30)))
        .toList();
  }

  private static Void send(PrintWriter order, BufferedReader said) throws IOException {
    order.println("send");
    expect(said, "sent");
    return null;
  }

  private static void expect(BufferedReader said, String line) throws IOException {
    String next = said.readLine();
    if (!line.equals(next)) {
      throw new IOException("the clients said " + next + ", not " + line);
    }
  }

  /** Takes batches and answers as many receipts, as large as real ones. */
  private static final class EmptyService extends NetworkServiceGrpc.NetworkServiceImplBase {
    private static final ReportReceipt RECEIPT = ReportReceipt.newBuilder()
        .setReportId("0".repeat(64))
        .setAccepted(true)
        .setLogged(LoggedRecord.newBuilder()
            .setIndex(1_000_000)
            .setRecord(ByteString.copyFrom(new byte[130]))
            .addAllPath(IntStream.range(0, 17).boxed().toList()))
        .build();

    @Override
    public StreamObserver<SubmitStreamRequest> submitStream(
        StreamObserver<SubmitStreamResponse> out) {
      SubmitStreamResponse.Builder response = SubmitStreamResponse.newBuilder();
      return new StreamObserver<>() {
        @Override
        public void onNext(SubmitStreamRequest batch) {
          batch.getReportsList().forEach(report -> response.addReceipts(RECEIPT));
        }

        @Override
        public void onError(Throwable clientGone) {}

        @Override
        public void onCompleted() {
          out.onNext(response.build());
          out.onCompleted();
        }
      };
    }
  }

  /** The clients: a connection for each stream, reports of several devices on it. */
  static final class Clients {
    private Clients() {}

    /** Arguments: the ports of the service and of the empty one, reports of a round. */
    public static void main(String[] args) throws Exception {
      int reports = Integer.parseInt(args[2]);
      ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
      try (BufferedReader order =
              new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
          Closer closer = Closer.create()) {
        List<NetworkClient> service = clients(args[0], closer);
        List<NetworkClient> empty = clients(args[1], closer);
        for (InMemorySigner key : KEYS) {
          service.get(0).enroll(TestNetwork.NAME, TestNetwork.enrollment(key, NOW), key);
        }
        for (int round = 1; ; round++) {
          List<SignedReport> signed = reports(round, reports);
          System.out.println("ready");
          for (List<NetworkClient> to : List.of(service, empty)) {
            if (order.readLine() == null) {
              return;
            }
            List<Callable<Boolean>> uploads = IntStream.range(0, CONNECTIONS)
                .<Callable<Boolean>>mapToObj(i -> () -> to
                    .get(i)
                    .submitAll(IntStream.range(0, reports)
                        .filter(r -> r % CONNECTIONS == i)
                        .mapToObj(signed::get)
                        .iterator())
                    .stream()
                    .allMatch(ReportReceipt::getAccepted))
                .toList();
            for (Future<Boolean> one : pool.invokeAll(uploads)) {
              if (!one.get()) {
                throw new IllegalStateException("a report was refused");
              }
            }
            System.out.println("sent");
          }
        }
      } finally {
        pool.shutdown();
      }
    }

    private static List<NetworkClient> clients(String port, Closer closer) {
      List<NetworkClient> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(closer.register(
            NetworkClient.plaintext("127.0.0.1", Integer.parseInt(port), Duration.ofMinutes(5))));
      }
      return clients;
    }
  }
}
