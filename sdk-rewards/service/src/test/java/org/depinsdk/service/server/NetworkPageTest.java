package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a running network, over a socket. */
@Timeout(120)
class NetworkPageTest {
  private static final String[] OPTIONS = {"--metrics-port", "0", "--page"};

  private static final String UNKNOWN = "0x" + "7".repeat(40);

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir
  Path data;

  @Test
  void thePageFollowsWhatIsSettled() throws Exception {
    try (TestService service = new TestService(data, OPTIONS)) {
      assertThat(get(service, "/").body()).contains("No epoch of " + TestNetwork.NAME);
      settle(service, 1);
      HttpResponse<String> first = get(service, "/");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.body())
          .contains("Network " + TestNetwork.NAME, "0 to 0, 2026-01-01T00:00:00Z")
          .contains("<form role=search method=get action=\"/\">");
      String tag = first.headers().firstValue("ETag").orElseThrow();
      assertThat(http.send(
                  request(service, "/").header("If-None-Match", tag).build(),
                  BodyHandlers.ofString())
              .statusCode())
          .isEqualTo(304);
      settle(service, 2);
      HttpResponse<String> second = get(service, "/");
      assertThat(second.body()).contains("0 to 1, 2026-01-01T00:00:00Z");
      assertThat(second.headers().firstValue("ETag"))
          .isNotEqualTo(first.headers().firstValue("ETag"));
    }
    try (TestService service = new TestService(data, OPTIONS)) {
      assertThat(get(service, "/").body()).as("after a restart").contains("0 to 1, 2026");
    }
  }

  @Test
  void aSearchFindsDevicesAndOperatorsWithStatementAndClaim() throws Exception {
    try (TestService service = new TestService(data, OPTIONS)) {
      DeviceId device = settle(service, 1);
      String operator = TestNetwork.OPERATOR.text();
      for (String asked : new String[] {
        device.text(), device.text().substring(0, 12), operator, operator.substring(0, 12)
      }) {
        HttpResponse<String> found = get(service, "/?q=" + asked);
        assertThat(found.statusCode()).as(asked).isEqualTo(200);
        assertThat(found.body())
            .as(asked)
            .contains(device.text())
            .contains("Everything it has ever earned");
      }
      HttpResponse<String> hostile = get(service, "/?q=%3Cscript%3Ealert(1)%3C/script%3E");
      assertThat(hostile.statusCode()).isEqualTo(404);
      assertThat(hostile.body()).doesNotContain("<script>alert").contains("Nothing found");
      assertThat(get(service, "/?q=" + UNKNOWN).body()).contains("has no " + UNKNOWN);
      assertThat(get(service, "/?q=%ff%25&q=2").statusCode()).isEqualTo(400);
      assertThat(get(service, "/?q=" + "a".repeat(500)).statusCode()).isEqualTo(400);
      assertThat(get(service, "/?other=1").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aBrowserMayDoNothingForThePageButRunItsScript() throws Exception {
    try (TestService service = new TestService(data, OPTIONS)) {
      settle(service, 1);
      for (String path : new String[] {"/", "/?q=" + TestNetwork.OPERATOR.text(), "/?q=none"}) {
        HttpResponse<String> page = get(service, path);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
            .hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'")
                .doesNotContain("script-src 'unsafe"));
        assertThat(page.headers().map())
            .containsKeys(
                "x-content-type-options", "x-frame-options", "referrer-policy", "cache-control");
      }
    }
  }

  @Test
  void nothingChangesAndNothingElseIsServed() throws Exception {
    try (TestService service = new TestService(data, OPTIONS)) {
      settle(service, 1);
      Map<Path, Long> before = files();
      get(service, "/");
      get(service, "/?q=" + TestNetwork.OPERATOR.text());
      assertThat(get(service, "/bundles/epoch-0/manifest.json").statusCode()).isEqualTo(404);
      assertThat(get(service, "/../log.key").statusCode()).isEqualTo(404);
      for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
        assertThat(http.send(
                    request(service, "/")
                        .method(method, HttpRequest.BodyPublishers.ofString("q=1"))
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
            .as(method)
            .isEqualTo(405);
      }
      assertThat(files()).isEqualTo(before);
      assertThat(get(service, "/livez").body()).isEqualTo("ok\n");
      assertThat(get(service, "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutTheOptionThereIsNoPage() throws Exception {
    try (TestService service = new TestService(data, "--metrics-port", "0")) {
      assertThat(get(service, "/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aDamagedBundleIsAFailureOfThePageAlone() throws Exception {
    try (TestService service = new TestService(data, OPTIONS)) {
      settle(service, 1);
      Files.writeString(data.resolve("bundles/epoch-0/payouts.jsonl"), "no JSON\n");
      assertThat(get(service, "/").statusCode()).isEqualTo(500);
      assertThat(get(service, "/readyz").statusCode()).isEqualTo(200);
    }
  }

  /** One report of one device, and the epoch with this number settled. */
  private static DeviceId settle(TestService service, int epochs) throws Exception {
    InMemorySigner signer = service.enrolled(epochs);
    service.client.submit(TestNetwork.report(signer, 1, service.now()));
    service.clock.advance(
        TestNetwork.GENESIS.plus(Duration.ofHours(epochs)).plus(Duration.ofMinutes(15)));
    service.server.settleDue();
    return DeviceId.derive(TestNetwork.NAME, signer.publicKey());
  }

  private Map<Path, Long> files() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("bundles"))) {
      Map<Path, Long> sizes = new TreeMap<>();
      for (Path file : all.toList()) {
        sizes.put(file, Files.getLastModifiedTime(file).toMillis());
      }
      return sizes;
    }
  }

  private HttpResponse<String> get(TestService service, String path)
      throws IOException, InterruptedException {
    return http.send(request(service, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(TestService service, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + service.server.metricsPort().orElseThrow() + path));
  }
}
