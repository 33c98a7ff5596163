package org.depinsdk.service.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers {@code GET /} with the network's page and {@code GET /?q=ID} with what one operator or device did. On threads of its own, so
 * that metrics and health are answered whatever readers ask for; who finds no room is told to come again.
 */
final class PageHandler implements HttpHandler, Closeable {
  private static final Logger LOG = System.getLogger(PageHandler.class.getName());
  private static final int THREADS = 2;
  private static final int WAITING = 16;
  private static final int MAX_QUERY = 128;

  private final NetworkPage page;
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
      THREADS,
      THREADS,
      0,
      TimeUnit.SECONDS,
      new ArrayBlockingQueue<>(WAITING),
      task -> new Thread(task, "page"));

  PageHandler(NetworkPage page) {
    this.page = page;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      threads.execute(() -> answer(exchange));
    } catch (RejectedExecutionException e) {
      try (exchange) {
        exchange.getResponseHeaders().set("Retry-After", "1");
        text(exchange, 503, "too many ask for the page; try again\n");
      }
    }
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      if (!exchange.getRequestURI().getPath().equals("/")) {
        text(exchange, 404, "not found\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        text(exchange, 405, "only GET\n");
      } else if (query == null) {
        html(exchange, page::whole);
      } else if (query.startsWith("q=") && query.length() <= MAX_QUERY && !query.contains("&")) {
        html(exchange, () -> page.subject(decoded(query.substring(2))));
      } else {
        text(exchange, 400, "expected /?q=ID with the id of a device or operator\n");
      }
    } catch (IOException e) {
      // the reader went away
      LOG.log(Level.DEBUG, "the page was not sent: {0}", e.getMessage());
    }
  }

  private static String decoded(String word) {
    try {
      return URLDecoder.decode(word, StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      // no id has a percent sign
      return word;
    }
  }

  private interface Source {
    NetworkPage.Answer read() throws IOException;
  }

  private static void html(HttpExchange exchange, Source source) throws IOException {
    NetworkPage.Answer answer;
    try {
      answer = source.read();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the network''s page cannot be made: {0}", e.getMessage());
      text(exchange, 500, "the page cannot be made; the service's log says why\n");
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    if (!answer.version().isEmpty()) {
      String tag = '"' + answer.version() + '"';
      headers.set("ETag", tag);
      if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        secure(headers);
        exchange.sendResponseHeaders(304, -1);
        return;
      }
    }
    headers.set("Content-Security-Policy", answer.contentPolicy());
    send(exchange, answer.status(), "text/html; charset=utf-8", answer.html());
  }

  private static void text(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", body);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    secure(exchange.getResponseHeaders());
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The page is nobody's to frame, to guess the type of, or to be told where its reader came from. */
  private static void secure(Headers headers) {
    headers.set("Cache-Control", "no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
