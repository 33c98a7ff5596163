package org.depinsdk.service.server;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers {@code GET /} with the network's page and {@code GET /?q=ID} with what one operator or device did. On threads of its own, so
 * that metrics and health are answered whatever readers ask for; beyond their number a caller is told to try again later.
 */
final class PageHandler implements HttpHandler, Closeable {
  private static final Logger LOG = System.getLogger(PageHandler.class.getName());
  private static final int MAX_QUERY = 128;

  private final NetworkPage page;
  private final HttpThreads threads = new HttpThreads("page");

  PageHandler(NetworkPage page) {
    this.page = page;
  }

  @Override
  public CompletableFuture<HttpReply> handle(HttpGet question) {
    if (!question.path().equals("/")) {
      return CompletableFuture.completedFuture(HttpReply.text(404, "not found"));
    }
    String query = question.query().orElse("");
    if (question.query().isEmpty()) {
      return threads.answer(() -> html(page::whole, question));
    }
    if (query.startsWith("q=") && query.length() <= MAX_QUERY && !query.contains("&")) {
      return threads.answer(() -> html(() -> page.subject(decoded(query.substring(2))), question));
    }
    return CompletableFuture.completedFuture(
        secure(HttpReply.text(400, "expected /?q=ID with the id of a device or operator")));
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

  private static HttpReply html(Source source, HttpGet question) {
    NetworkPage.Answer answer;
    try {
      answer = source.read();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the network''s page cannot be made: {0}", e.getMessage());
      return secure(HttpReply.text(500, "the page cannot be made; the service's log says why"));
    }
    HttpReply html = secure(
            HttpReply.of(answer.status(), "text/html; charset=utf-8", answer.html()))
        .with("Content-Security-Policy", answer.contentPolicy());
    if (answer.version().isEmpty()) {
      return html;
    }
    String tag = '"' + answer.version() + '"';
    return question.known().equals(Optional.of(tag))
        ? secure(new HttpReply(304, Map.of("ETag", tag), ""))
        : html.with("ETag", tag);
  }

  /** The page is nobody's to frame, to guess the type of, or to be told where its reader came from. */
  private static HttpReply secure(HttpReply answer) {
    return answer
        .with("Cache-Control", "no-cache")
        .with("X-Content-Type-Options", "nosniff")
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }

  @Override
  public void close() {
    threads.close();
  }
}
