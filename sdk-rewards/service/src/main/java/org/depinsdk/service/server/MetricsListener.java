package org.depinsdk.service.server;

import com.google.common.io.Closer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.service.metrics.ServiceMetrics;

/**
 * The port that those who run the service look at, over HTTP: {@code /metrics} in OpenMetrics' text, {@code /livez}, which answers
 * as long as the process does, {@code /readyz}, which is 503 and names what fails while the service does not serve, and, where
 * {@code --page} asks for it, the network's page. It has no
 * TLS and no passwords, so it listens on this machine alone unless {@code --metrics-host} says otherwise.
 */
final class MetricsListener implements Closeable {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ServerOptions options;
  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
  private final Closer open = Closer.create();
  private final Optional<PrometheusMeterRegistry> scraped;
  private final ServiceMetrics metrics;
  private Optional<Integer> port = Optional.empty();

  /**
   * Nothing is answered before {@link #start}.
   *
   * @param others where the service counts too
   */
  MetricsListener(ServerOptions options, Optional<MeterRegistry> others) {
    this.options = options;
    open.register(meters::close);
    others.ifPresent(meters::add);
    this.scraped = options.metricsPort == null ? Optional.empty() : Optional.of(scraped());
    scraped.ifPresent(meters::add);
    this.metrics = new ServiceMetrics(meters);
  }

  /** What the service counts with. */
  ServiceMetrics metrics() {
    return metrics;
  }

  /** Answers from now on, if the options name a port. */
  void start(ServiceHealth health, Optional<PageHandler> page) throws IOException {
    if (options.metricsPort == null || scraped.isEmpty()) {
      return;
    }
    HttpThreads threads = open.register(new HttpThreads("metrics"));
    Answers answers = new Answers(scraped.get(), threads, health, page);
    InetSocketAddress address = new InetSocketAddress(options.metricsHost, options.metricsPort);
    try {
      HttpListener http =
          open.register(HttpListener.start(address, HttpLimits.USUAL, answers, metrics));
      port = Optional.of(http.port());
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + options.metricsHost + ":" + options.metricsPort + " ("
              + e.getMessage()
              + "); stop the program that uses it or choose another --metrics-port or"
              + " --metrics-host",
          e);
    }
  }

  private PrometheusMeterRegistry scraped() {
    PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JvmGcMetrics collector = new JvmGcMetrics();
    open.register(collector::close);
    collector.bindTo(scraped);
    new JvmMemoryMetrics().bindTo(scraped);
    new JvmThreadMetrics().bindTo(scraped);
    new ProcessorMetrics().bindTo(scraped);
    new FileDescriptorMetrics().bindTo(scraped);
    new UptimeMetrics().bindTo(scraped);
    return scraped;
  }

  /** Where it listens. */
  Optional<Integer> port() {
    return port;
  }

  /** What each path answers. */
  private record Answers(
      PrometheusMeterRegistry scraped,
      HttpThreads threads,
      ServiceHealth health,
      Optional<PageHandler> page)
      implements HttpHandler {
    @Override
    public CompletableFuture<HttpReply> handle(HttpGet question) {
      return switch (question.path()) {
        case "/metrics" ->
          threads.answer(() -> HttpReply.of(200, OPEN_METRICS, scraped.scrape(OPEN_METRICS)));
        case "/livez" -> CompletableFuture.completedFuture(HttpReply.text(200, "ok"));
        case "/readyz" -> CompletableFuture.completedFuture(readiness());
        default ->
          page.map(handler -> handler.handle(question))
              .orElseGet(() -> CompletableFuture.completedFuture(HttpReply.text(404, "not found")));
      };
    }

    private HttpReply readiness() {
      Set<String> failing = health.failing();
      return health.isServing()
          ? HttpReply.text(200, "ok")
          : HttpReply.text(503, "not serving: " + String.join(", ", failing));
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
