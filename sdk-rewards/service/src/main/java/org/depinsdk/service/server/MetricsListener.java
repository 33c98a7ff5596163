package org.depinsdk.service.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int THREADS = 2;

  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
  private final Optional<Served> served;

  /** What a port needs. */
  private record Served(
      HttpServer http,
      PrometheusMeterRegistry scraped,
      JvmGcMetrics collector,
      ExecutorService threads) {
    static Served on(InetSocketAddress address) throws IOException {
      HttpServer http = HttpServer.create(address, 0);
      PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      JvmGcMetrics collector = new JvmGcMetrics();
      collector.bindTo(scraped);
      new JvmMemoryMetrics().bindTo(scraped);
      new JvmThreadMetrics().bindTo(scraped);
      new ProcessorMetrics().bindTo(scraped);
      new FileDescriptorMetrics().bindTo(scraped);
      new UptimeMetrics().bindTo(scraped);
      return new Served(
          http,
          scraped,
          collector,
          Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "metrics")));
    }

    void close() {
      http.stop(0);
      threads.shutdown();
      collector.close();
    }
  }

  private MetricsListener(Optional<Served> served, Optional<MeterRegistry> others) {
    this.served = served;
    others.ifPresent(meters::add);
    served.ifPresent(port -> meters.add(port.scraped));
  }

  /** Binds the port that the options name, if they name one; nothing is answered before {@link #start}. */
  static MetricsListener open(ServerOptions options, Optional<MeterRegistry> others)
      throws IOException {
    if (options.metricsPort == null) {
      return new MetricsListener(Optional.empty(), others);
    }
    InetSocketAddress address = new InetSocketAddress(options.metricsHost, options.metricsPort);
    try {
      return new MetricsListener(Optional.of(Served.on(address)), others);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + options.metricsHost + ":" + options.metricsPort + " ("
              + e.getMessage()
              + "); stop the program that uses it or choose another --metrics-port or"
              + " --metrics-host",
          e);
    }
  }

  /** What the service counts with. */
  ServiceMetrics metrics() {
    return new ServiceMetrics(meters);
  }

  /** Answers from now on. */
  void start(ServiceHealth health, Optional<PageHandler> page) {
    served.ifPresent(port -> {
      HttpServer http = port.http;
      page.ifPresent(handler -> http.createContext("/", handler));
      http.setExecutor(port.threads);
      http.createContext(
          "/metrics",
          at(
              "/metrics",
              exchange -> answer(exchange, 200, OPEN_METRICS, port.scraped.scrape(OPEN_METRICS))));
      http.createContext("/livez", at("/livez", exchange -> answer(exchange, 200, TEXT, "ok\n")));
      http.createContext("/readyz", at("/readyz", exchange -> {
        Set<String> failing = health.failing();
        boolean ready = health.isServing();
        answer(
            exchange,
            ready ? 200 : 503,
            TEXT,
            ready ? "ok\n" : "not serving: " + String.join(", ", failing) + "\n");
      }));
      http.start();
    });
  }

  /** Where it listens. */
  Optional<Integer> port() {
    return served.map(port -> port.http.getAddress().getPort());
  }

  /** A context answers for everything below its path too, which is not meant here. */
  private static HttpHandler at(String path, HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
          answer(exchange, 404, TEXT, "not found\n");
        } else if (!exchange.getRequestMethod().equals("GET")) {
          answer(exchange, 405, TEXT, "only GET\n");
        } else {
          handler.handle(exchange);
        }
      }
    };
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    served.ifPresent(Served::close);
    meters.close();
  }
}
