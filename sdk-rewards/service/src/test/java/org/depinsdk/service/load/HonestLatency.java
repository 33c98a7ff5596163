package org.depinsdk.service.load;

import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.ServiceProcess;
import org.depinsdk.service.TestNetwork;

/**
 * How long an honest device waits for a receipt at rest, and while eight clients send forged reports as fast as they can. The
 * service is a process of its own. Not a test: run {@code main}; it ends with exit code 1 if the 99th percentile is more than five
 * times what it is at rest.
 */
public final class HonestLatency {
  private static final int ATTACKERS = 8;
  private static final int STREAMS_OF_EACH = 4;
  private static final int BATCH = 500;
  private static final int FACTOR = 5;

  private HonestLatency() {}

  /** Arguments: how many honest reports are measured, folder for the data. */
  public static void main(String[] args) throws Exception {
    int reports = Integer.parseInt(args[0]);
    Path data = Files.createTempDirectory(Path.of(args[1]), "honest-latency");
    InMemorySigner signer = TestNetwork.signer(1);
    double factor;
    try (ServiceProcess service = new ServiceProcess("512m", data);
        NetworkClient honest = service.client(Duration.ofMinutes(2))) {
      honest.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, ServiceProcess.NOW), signer);
      measure(honest, signer, 1, reports);
      long[] rest = measure(honest, signer, 1 + reports, reports);
      Process attackers = attackers(service.port);
      BufferedReader told = attackers.inputReader(StandardCharsets.UTF_8);
      System.out.println(told.readLine());
      measure(honest, signer, 1 + 2 * reports, reports / 10);
      long[] attacked = measure(honest, signer, 1 + 3 * reports, reports);
      attackers.outputWriter().close();
      System.out.println(told.readLine());
      print("at rest", rest);
      print("attacked", attacked);
      factor = (double) percentile(attacked, 99) / percentile(rest, 99);
      System.out.printf(Locale.ROOT, "p99 is %.1f times what it is at rest%n", factor);
    }
    System.exit(factor > FACTOR ? 1 : 0);
  }

  private static long[] measure(NetworkClient honest, InMemorySigner signer, long from, int count) {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      var report = TestNetwork.report(signer, from + i, ServiceProcess.NOW);
      long start = System.nanoTime();
      if (!honest.submit(report).getAccepted()) {
        throw new IllegalStateException("an honest report was refused");
      }
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void print(String what, long[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.1f ms, p99 %.1f ms of %d reports%n",
        what,
        percentile(sorted, 50) / 1e6,
        percentile(sorted, 99) / 1e6,
        sorted.length);
  }

  /** The attackers in a process that leaves the processors to the service, as those on other machines do. */
  private static Process attackers(int port) throws IOException {
    return new ProcessBuilder(
            "nice",
            "-n",
            "19",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Attackers.class.getName(),
            String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reports of the honest device with signatures of nobody, on streams that begin again whenever they are ended. */
  static final class Attackers {
    private static final CountDownLatch BEGUN = new CountDownLatch(ATTACKERS);
    private static final AtomicLong CONNECTIONS = new AtomicLong();
    private static final AtomicLong BATCHES = new AtomicLong();

    private Attackers() {}

    /** Attacks until its input ends. */
    public static void main(String[] args) throws Exception {
      int port = Integer.parseInt(args[0]);
      for (int i = 0; i < ATTACKERS; i++) {
        new Thread(() -> attack(port), "attacker " + i).start();
      }
      BEGUN.await();
      System.out.println(ATTACKERS + " attackers have begun");
      long connections = CONNECTIONS.get();
      long batches = BATCHES.get();
      while (System.in.read() >= 0) {}
      System.out.printf(
          Locale.ROOT,
          "the attackers made %d connections and sent %d batches of %d forged reports%n",
          CONNECTIONS.get() - connections,
          BATCHES.get() - batches,
          BATCH);
      System.exit(0);
    }

    private static void attack(int port) {
      // a whole signature, of another key: it costs as much to check as one that holds
      SignedReport forged = TestNetwork.report(
              TestNetwork.signer(2),
              TestNetwork.device(TestNetwork.signer(1)),
              1,
              ServiceProcess.NOW)
          .toWire();
      SubmitStreamRequest batch = SubmitStreamRequest.newBuilder()
          .addAllReports(Collections.nCopies(BATCH, forged))
          .build();
      while (true) {
        try (NetworkClient attacker =
            NetworkClient.plaintext("127.0.0.1", port, Duration.ofMinutes(2))) {
          CountDownLatch streams = new CountDownLatch(STREAMS_OF_EACH);
          for (int i = 0; i < STREAMS_OF_EACH; i++) {
            stream(attacker, batch, streams);
          }
          streams.await();
          BEGUN.countDown();
          CONNECTIONS.incrementAndGet();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private static void stream(
        NetworkClient attacker, SubmitStreamRequest batch, CountDownLatch ended) {
      StreamObserver<SubmitStreamRequest> upload = NetworkServiceGrpc.newStub(attacker.channel())
          .submitStream(new StreamObserver<>() {
            @Override
            public void onNext(SubmitStreamResponse response) {}

            @Override
            public void onError(Throwable failure) {
              ended.countDown();
            }

            @Override
            public void onCompleted() {
              ended.countDown();
            }
          });
      for (int i = 0; i < 20; i++) {
        upload.onNext(batch);
        BATCHES.incrementAndGet();
      }
      upload.onCompleted();
    }
  }
}
