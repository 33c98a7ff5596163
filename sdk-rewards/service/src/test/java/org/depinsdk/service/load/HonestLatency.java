package org.depinsdk.service.load;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.service.ServiceProcess;
import org.depinsdk.service.TestCertificates;
import org.depinsdk.service.TestNetwork;

/**
 * How long an honest device waits for a receipt at rest, and under each {@link Attackers.Attack}. The service is a process of its own,
 * with TLS where that is attacked. Not a test: run {@code main}; it ends with exit code 1 if a 99th percentile is more than five times
 * what it is at rest.
 */
public final class HonestLatency {
  private static final int FACTOR = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private HonestLatency() {}

  /** Arguments: how many honest reports are measured, folder for the data. */
  public static void main(String[] args) throws Exception {
    int reports = Integer.parseInt(args[0]);
    boolean held = true;
    for (Attackers.Attack attack : Attackers.Attack.values()) {
      Path data = Files.createTempDirectory(Path.of(args[1]), "honest-latency");
      System.out.println(attack);
      double factor;
      try (ServiceProcess service = service(attack, data);
          NetworkClient honest = client(attack, service, data)) {
        factor = factor(attack, service, honest, reports);
      }
      System.out.printf(Locale.ROOT, "p99 is %.1f times what it is at rest%n", factor);
      held &= factor <= FACTOR;
    }
    System.exit(held ? 0 : 1);
  }

  private static ServiceProcess service(Attackers.Attack attack, Path data) throws Exception {
    if (attack == Attackers.Attack.FORGED_SIGNATURES) {
      return new ServiceProcess("512m", data);
    }
    return new ServiceProcess(
        "512m",
        data,
        "--tls-certificate",
        TestCertificates.make(data, "server").toString(),
        "--tls-key",
        data.resolve("server.key").toString());
  }

  private static NetworkClient client(Attackers.Attack attack, ServiceProcess service, Path data)
      throws IOException {
    if (attack == Attackers.Attack.FORGED_SIGNATURES) {
      return service.client(TIMEOUT);
    }
    ChannelCredentials trusting = TlsChannelCredentials.newBuilder()
        .trustManager(data.resolve("server.crt").toFile())
        .build();
    return NetworkClient.connect("127.0.0.1", service.port, trusting, TIMEOUT);
  }

  private static double factor(
      Attackers.Attack attack, ServiceProcess service, NetworkClient honest, int reports)
      throws Exception {
    InMemorySigner signer = TestNetwork.signer(1);
    honest.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, ServiceProcess.NOW), signer);
    measure(honest, signer, 1, reports);
    long[] rest = measure(honest, signer, 1 + reports, reports);
    long[] attacked;
    try (Attackers attackers = new Attackers(attack, service.port)) {
      measure(honest, signer, 1 + 2 * reports, reports / 10);
      attacked = measure(honest, signer, 1 + 3 * reports, reports);
    }
    print("at rest", rest);
    print("attacked", attacked);
    return (double) percentile(attacked, 99) / percentile(rest, 99);
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
}
