package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.service.server.FailingService.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a service: counts, states and health over HTTP, and the files that watch them. */
@Timeout(120)
class MetricsTest {
  private static final Path OPERATIONS = Path.of("../../examples/service-scaffold/operations");
  private static final Instant CLOSED = TestNetwork.GENESIS.plus(Duration.ofMinutes(75));

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir
  Path data;

  @Test
  void whatBecomesOfReportsAndEpochsIsCounted() throws Exception {
    try (TestService service = new TestService(data, "--metrics-port", "0")) {
      submit(service);
      service.clock.advance(CLOSED);
      service.server.settleDue();
      assertThat(scrape(service.server).lines())
          .contains(
              "depin_reports_total{outcome=\"accepted\",reason=\"\"} 1.0",
              "depin_reports_total{outcome=\"repeated\",reason=\"\"} 1.0",
              "depin_reports_total{outcome=\"refused\",reason=\"report.bad-signature\"} 1.0",
              "depin_reports_total{outcome=\"turned_away\",reason=\"\"} 0.0",
              "depin_ingest_duration_seconds_count 3",
              "depin_epoch_settlement_duration_seconds_count 1",
              "depin_epoch_next 1.0",
              "depin_epoch_last_settled_end_timestamp_seconds "
                  + seconds(TestNetwork.GENESIS.plus(Duration.ofHours(1))),
              "depin_ingest_waiting_bytes 0.0",
              "depin_ingest_waiting_max_bytes 3.3554432E7",
              "depin_task_failing{task=\"socket\"} 0.0",
              "# EOF");
    }
  }

  @Test
  void aRestartKnowsWhatIsSettled() throws Exception {
    try (TestService service = new TestService(data)) {
      service.clock.advance(CLOSED);
      service.server.settleDue();
    }
    try (TestService service = new TestService(data, () -> CLOSED, "--metrics-port", "0")) {
      assertThat(scrape(service.server))
          .contains("depin_epoch_next 1.0\n")
          .contains("depin_epoch_last_settled_end_timestamp_seconds "
              + seconds(TestNetwork.GENESIS.plus(Duration.ofHours(1))));
    }
  }

  @Test
  void whatIsPublishedFollowsTheLog() throws Exception {
    try (TestService service = new TestService(data, "--metrics-port", "0")) {
      String before = scrape(service.server);
      assertThat(value(before, "depin_log_published_records"))
          .isEqualTo(value(before, "depin_log_signed_records"));
      assertThat(value(before, "depin_checkpoint_timestamp_seconds"))
          .isEqualTo(service.now().getEpochSecond());
      submit(service);
      String after = scrape(service.server);
      assertThat(value(after, "depin_log_records"))
          .isEqualTo(value(after, "depin_log_signed_records"))
          .isGreaterThan(value(before, "depin_log_records"));
      assertThat(value(after, "depin_store_free_bytes")).isPositive();
    }
  }

  @Test
  void reportsThatFindNoRoomAreCountedAsTurnedAway() throws Exception {
    try (TestService service =
        new TestService(data, "--metrics-port", "0", "--max-waiting", "100")) {
      InMemorySigner signer = service.enrolled(1);
      TestService.assertStatus(
          Code.RESOURCE_EXHAUSTED,
          () -> service.client.submit(TestNetwork.report(signer, 1, service.now())));
      assertThat(scrape(service.server))
          .contains("depin_reports_total{outcome=\"turned_away\",reason=\"\"} 1.0")
          .contains("depin_ingest_waiting_max_bytes 100.0");
    }
  }

  @Test
  void settlementThatFailsShowsAndRecovers() throws Exception {
    Logger log = Logger.getLogger(ServiceHealth.class.getName());
    log.setLevel(Level.OFF);
    FailingService failing =
        new FailingService(Part.SETTLEMENT, new IllegalStateException("played"));
    try (NetworkServer server =
            failing.start(() -> CLOSED, "--data", data.toString(), "--metrics-port", "0");
        NetworkClient client =
            NetworkClient.plaintext("127.0.0.1", server.port(), TestService.TIMEOUT)) {
      Iterator<ServingStatus> health = FailureTest.health(client);
      FailureTest.awaitStatus(health, ServingStatus.NOT_SERVING);
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(server, "/readyz").body()).isEqualTo("not serving: settlement\n");
      assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
      assertThat(scrape(server)).contains("depin_task_failing{task=\"settlement\"} 1.0");
      assertThat(value(scrape(server), "depin_task_failures_total{task=\"settlement\"}"))
          .isGreaterThanOrEqualTo(1);
      failing.heal();
      FailureTest.awaitStatus(health, ServingStatus.SERVING);
      assertThat(get(server, "/readyz").body()).isEqualTo("ok\n");
      assertThat(scrape(server)).contains("depin_task_failing{task=\"settlement\"} 0.0");
    } finally {
      log.setLevel(null);
    }
  }

  @Test
  void onlyWhatIsServedIsAnswered() throws Exception {
    try (TestService service = new TestService(data, "--metrics-port", "0")) {
      assertThat(get(service.server, "/metrics/more").statusCode()).isEqualTo(404);
      assertThat(get(service.server, "/").statusCode()).isEqualTo(404);
      assertThat(http.send(
                  request(service.server, "/metrics")
                      .POST(HttpRequest.BodyPublishers.ofString("x"))
                      .build(),
                  BodyHandlers.ofString())
              .statusCode())
          .isEqualTo(405);
      assertThatThrownBy(() -> new TestService(
              data.resolve("second"),
              "--metrics-port",
              String.valueOf(service.server.metricsPort().orElseThrow())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("choose another --metrics-port");
    }
  }

  @Test
  void aProgramThatRunsTheServiceCountsInItsOwnRegistry() throws Exception {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    try (NetworkServer server = NetworkServer.builder(
            new TestNetwork(), PolicySource.of(TestNetwork.POLICY))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(new SteppedClock(TestNetwork.GENESIS))
        .meters(own)
        .start()) {
      assertThat(server.metricsPort()).isEmpty();
      assertThat(own.get("depin.log.records").gauge().value()).isPositive();
    }
  }

  /** Every name that a dashboard or an alert asks for is served, so that none of them stays empty for ever. */
  @Test
  void theDashboardAndTheAlertsAskForWhatIsServed() throws Exception {
    Set<String> served = new TreeSet<>();
    try (TestService service = new TestService(data, "--metrics-port", "0")) {
      submit(service);
      service.clock.advance(CLOSED);
      service.server.settleDue();
      scrape(service.server)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> served.add(line.replaceAll("[{ ].*", "")));
    }
    // only where TLS is, and only after a failure
    served.add("depin_tls_certificate_end_timestamp_seconds");
    served.add("depin_task_failures_total");
    for (String file : new String[] {"grafana-dashboard.json", "prometheus-alerts.yml"}) {
      String content = Files.readString(OPERATIONS.resolve(file), StandardCharsets.UTF_8);
      Set<String> asked = new TreeSet<>(Pattern.compile("\\b(depin|jvm|process)_[a-z_]+")
          .matcher(content)
          .results()
          .map(MatchResult::group)
          .toList());
      assertThat(asked).as(file).hasSizeGreaterThan(8);
      assertThat(served).as(file).containsAll(asked);
    }
  }

  /** One report, the same again, and one with a signature that does not fit. */
  private static void submit(TestService service) throws Exception {
    InMemorySigner signer = service.enrolled(1);
    SignedReport report = TestNetwork.report(signer, 1, service.now());
    service.client.submit(report);
    service.client.submit(report);
    SignedReport other = TestNetwork.report(signer, 2, service.now());
    service.client.submit(SignedReport.of(
        other.toWire().toBuilder().setSignature(report.toWire().getSignature()).build()));
  }

  private String scrape(NetworkServer server) throws IOException, InterruptedException {
    HttpResponse<String> response = get(server, "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    return response.body();
  }

  private HttpResponse<String> get(NetworkServer server, String path)
      throws IOException, InterruptedException {
    return http.send(request(server, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(NetworkServer server, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + path));
  }

  private static double value(String scrape, String series) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series));
  }

  private static String seconds(Instant at) {
    return Double.toString(at.toEpochMilli() / 1000.0);
  }
}
