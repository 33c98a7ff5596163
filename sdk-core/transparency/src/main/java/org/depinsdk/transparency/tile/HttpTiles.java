package org.depinsdk.transparency.tile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.transparency.LimitedBody;

/**
 * A log's files on a web server or in an object store that is read over HTTP.
 *
 * @param prefix address of the log, ending in a slash
 * @param client how to connect; it should not follow redirects that it does not trust
 * @param timeout how long an answer may take, to its end
 */
public record HttpTiles(URI prefix, HttpClient client, Duration timeout) implements TileSource {
  /**
   * A source.
   *
   * @throws IllegalArgumentException if the address does not end in a slash
   */
  public HttpTiles {
    if (!prefix.toString().endsWith("/")) {
      throw new IllegalArgumentException("the address of a log ends in a slash, not as " + prefix);
    }
  }

  @Override
  public Optional<byte[]> read(String path, int limit) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(prefix.resolve(path)).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> new LimitedBody(limit));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return switch (response.statusCode()) {
        case 200 -> Optional.of(response.body());
        case 404 -> Optional.empty();
        default ->
          throw new IOException("status " + response.statusCode() + " for " + request.uri());
      };
    } catch (ExecutionException e) {
      throw new IOException(request.uri() + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(request.uri() + ": no answer within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while reading " + path).initCause(e);
    } finally {
      answer.cancel(true);
    }
  }
}
