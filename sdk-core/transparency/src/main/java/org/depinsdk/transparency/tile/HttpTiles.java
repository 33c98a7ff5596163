package org.depinsdk.transparency.tile;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A log's files on a web server or in an object store that is read over HTTP.
 *
 * @param prefix address of the log, ending in a slash
 * @param client how to connect; it should not follow redirects that it does not trust
 * @param timeout how long an answer may take to begin, and then to end
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
    HttpRequest request =
        HttpRequest.newBuilder(prefix.resolve(path)).timeout(timeout).build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while reading " + path).initCause(e);
    }
    try (InputStream body = response.body()) {
      // a server may begin to answer and never end; a read of a closed stream fails
      CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(body));
      if (response.statusCode() == 404) {
        return Optional.empty();
      }
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode() + " for " + request.uri());
      }
      byte[] content = body.readNBytes(limit);
      if (body.read() >= 0) {
        throw new IOException(path + " has more than " + limit + " bytes");
      }
      return Optional.of(content);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
