package org.depinsdk.client.drand;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.DrandVerifier;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.transparency.LimitedBody;

/**
 * Fetches rounds of a drand network over HTTP. Relays are not trusted: the chain is known beforehand, a round is asked by its
 * number, and every answer is verified. The relays are tried in turn until one has the round. Rounds are kept on the disk, and
 * verified again when they are read. Safe for several threads.
 */
public final class DrandClient {
  /** Public relays that serve drand's own networks (drand documentation, "HTTP API"). */
  public static final List<URI> PUBLIC_RELAYS = List.of(
      URI.create("https://api.drand.sh"),
      URI.create("https://api2.drand.sh"),
      URI.create("https://api3.drand.sh"),
      URI.create("https://drand.cloudflare.com"));

  /** A round has about 400 characters. */
  private static final int MAX_BODY_BYTES = 4096;

  private final DrandChain chain;
  private final DrandVerifier verifier;
  private final List<URI> relays;
  private final RoundCache cache;
  private final Duration timeout;
  private final InstantSource clock;
  private final HttpClient http;

  /**
   * A client.
   *
   * @param chain the network
   * @param relays where its HTTP API is served, in the order in which they are tried
   * @param cache a folder for rounds; made when it is needed
   * @param timeout the longest that one relay may take, to connect, answer and send the whole body
   * @param clock tells which rounds are due, so that no relay is asked for one that cannot be there yet
   */
  public DrandClient(
      DrandChain chain, List<URI> relays, Path cache, Duration timeout, InstantSource clock) {
    if (relays.isEmpty()) {
      throw new IllegalArgumentException("a client needs one relay or more");
    }
    this.chain = chain;
    this.verifier = new DrandVerifier(chain);
    this.relays = List.copyOf(relays);
    this.cache = new RoundCache(cache, chain);
    this.timeout = timeout;
    this.clock = clock;
    this.http = HttpClient.newBuilder()
        .connectTimeout(timeout)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /**
   * The network.
   *
   * @return as given
   */
  public DrandChain chain() {
    return chain;
  }

  /**
   * Finds a round.
   *
   * @param number 1 or more; 0 means the latest in drand's API, and is refused
   * @return the round, verified
   * @throws IOException if it is not due yet, or no relay has it; the message names what each relay said
   */
  public DrandRound round(long number) throws IOException {
    Instant due = chain.timeOf(number);
    Optional<DrandRound> kept = cache.find(number).filter(round -> isVerified(round, number));
    if (kept.isPresent()) {
      return kept.get();
    }
    String name = "round " + number + " of " + chain.source();
    if (clock.instant().isBefore(due)) {
      throw new IOException(name + " is due at " + due);
    }
    List<String> answers = new ArrayList<>();
    for (URI relay : relays) {
      try {
        DrandRound round = ask(relay, number);
        if (isVerified(round, number)) {
          cache.put(round);
          return round;
        }
        answers.add(
            relay + ": " + (round.round() == number ? "not signed by the chain" : "another round"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while asking for " + name);
      } catch (EncodingException | IOException e) {
        answers.add(relay + ": " + e.getMessage());
      }
    }
    throw new IOException(
        name + ", due at " + due + ", was not found: " + String.join("; ", answers));
  }

  private boolean isVerified(DrandRound round, long number) {
    return round.round() == number && verifier.verify(round).isPresent();
  }

  private DrandRound ask(URI relay, long number)
      throws EncodingException, IOException, InterruptedException {
    String base = relay.toString();
    HttpRequest request = HttpRequest.newBuilder(URI.create(
            (base.endsWith("/") ? base : base + "/") + chain.hash() + "/public/" + number))
        .build();
    // the timeout of a request ends with the headers (JDK-8208693), so the whole has one here
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new LimitedBody(MAX_BODY_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return parse(response.body());
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private DrandRound parse(byte[] body) throws EncodingException {
    JsonObject json =
        Json.parseObject(body, JsonLimits.DEFAULT.withLength(MAX_BODY_BYTES).withDepth(1));
    String previous = "previous_signature";
    byte[] before = chain.scheme().isChained() ? json.parsed(previous, Hex::decode) : new byte[0];
    try {
      return new DrandRound(
          json.wholeNumber("round"), json.parsed("signature", Hex::decode), before);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }
}
