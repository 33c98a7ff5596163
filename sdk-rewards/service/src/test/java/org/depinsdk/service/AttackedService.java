package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ChannelCredentials;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.service.metrics.ClosedConnection;

/** A service that is a process of 512 MB, for strangers to attack, and an honest device that is connected to it. */
public final class AttackedService implements AutoCloseable {
  public static final InMemorySigner SIGNER = TestNetwork.signer(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  public final ServiceProcess process;
  private final Optional<ChannelCredentials> tls;
  private final NetworkClient honest;
  private final String metrics;
  private final HttpClient http = HttpClient.newHttpClient();
  private int sequence;
  private Instant now = ServiceProcess.NOW;

  public AttackedService(Path data, String... options) throws Exception {
    this(data, Optional.empty(), options);
  }

  /** With TLS, which the options name and the credentials trust. */
  public AttackedService(Path data, Optional<ChannelCredentials> tls, String... options)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("--metrics-port", "0"));
    all.addAll(List.of(options));
    this.process = new ServiceProcess("512m", data, all.toArray(String[]::new));
    this.tls = tls;
    this.metrics = process.out.readLine().replace("metrics ", "http://") + "/metrics";
    this.honest = client();
    honest.enroll(TestNetwork.NAME, TestNetwork.enrollment(SIGNER, ServiceProcess.NOW), SIGNER);
  }

  public int port() {
    return process.port;
  }

  private NetworkClient client() {
    return tls.map(trusted -> NetworkClient.connect("127.0.0.1", port(), trusted, TIMEOUT))
        .orElseGet(() -> process.client(TIMEOUT));
  }

  /** Settles the first epoch, in which the device sent so many thousand reports; needs {@code --control}. */
  public void settle(int thousands) throws IOException {
    for (int i = 0; i < thousands; i++) {
      List<SignedReport> signed = new ArrayList<>();
      for (int j = 0; j < 1000; j++) {
        sequence++;
        signed.add(TestNetwork.report(SIGNER, sequence, now));
      }
      assertThat(honest.submitAll(signed.iterator())).allMatch(ReportReceipt::getAccepted);
    }
    now = TestNetwork.GENESIS.plus(Duration.ofMinutes(75));
    BufferedWriter commands = process.process.outputWriter();
    commands.write("advance " + now + "\n");
    commands.flush();
    assertThat(process.out.readLine()).isEqualTo("now " + now);
  }

  /** The device that is connected hands in reports, and the process lives. */
  public void servesItsDevice() {
    for (int i = 0; i < 20; i++) {
      sequence++;
      assertThat(honest.submit(TestNetwork.report(SIGNER, sequence, now)).getAccepted())
          .isTrue();
    }
    assertThat(process.process.isAlive()).isTrue();
  }

  /** So does one that connects only now. */
  public void servesEverybody() {
    servesItsDevice();
    try (NetworkClient another = client()) {
      assertThat(another.network().getNetwork()).isEqualTo(TestNetwork.NAME);
    }
  }

  /** How many connections it closed for a reason. */
  public long closed(ClosedConnection why) throws IOException, InterruptedException {
    String series =
        "depin_connections_closed_total{port=\"service\",reason=\"" + why.code() + "\"} ";
    String scrape = http.send(
            HttpRequest.newBuilder(URI.create(metrics)).build(), BodyHandlers.ofString())
        .body();
    return scrape
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    honest.close();
    process.close();
  }
}
