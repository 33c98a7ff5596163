package org.depinsdk.transparency.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a witness over HTTP: {@code POST /add-checkpoint} and {@code GET /HASH/checkpoint}. Bodies are bounded, so is the number
 * of requests that are answered or wait, and a client that sends or reads too slowly is disconnected. Put a proxy with TLS in front
 * of it.
 */
public final class WitnessServer implements Closeable {
  private static final int THREADS = 16;
  private static final int WAITING = 64;
  private static final int SECONDS = 10;
  private static final String READ_SUFFIX = "/checkpoint";

  static {
    // the server of the JDK reads its deadlines from here, once in a process, in seconds; only they
    // bound the time that a
    // request's headers take, so a process that starts another server first should set them itself
    for (String name : new String[] {"maxReqTime", "maxRspTime"}) {
      if (System.getProperty("sun.net.httpserver." + name) == null) {
        System.setProperty("sun.net.httpserver." + name, Integer.toString(SECONDS));
      }
    }
  }

  private final Witness witness;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final int seconds;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "witness-deadlines");
        thread.setDaemon(true);
        return thread;
      });

  private WitnessServer(
      Witness witness, HttpServer server, ThreadPoolExecutor threads, int seconds) {
    this.witness = witness;
    this.server = server;
    this.threads = threads;
    this.seconds = seconds;
  }

  /**
   * Starts a server.
   *
   * @param witness what it serves
   * @param address where it listens; port 0 for any
   * @return the running server
   * @throws IOException if the address cannot be used
   */
  public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
    return start(witness, address, SECONDS);
  }

  /** With so many seconds for a request and its answer. */
  static WitnessServer start(Witness witness, InetSocketAddress address, int seconds)
      throws IOException {
    ThreadPoolExecutor threads = new ThreadPoolExecutor(
        THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING));
    HttpServer http = HttpServer.create(address, WAITING);
    WitnessServer server = new WitnessServer(witness, http, threads, seconds);
    http.setExecutor(threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    ScheduledFuture<?> deadline = deadlines.schedule(exchange::close, seconds, TimeUnit.SECONDS);
    try (exchange) {
      WitnessAnswer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } finally {
      deadline.cancel(false);
    }
  }

  private WitnessAnswer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/add-checkpoint")) {
      if (!exchange.getRequestMethod().equals("POST")) {
        return WitnessAnswer.refused(405, "add-checkpoint takes a POST");
      }
      byte[] body = exchange.getRequestBody().readNBytes(AddCheckpointRequest.MAX_BYTES + 1);
      return body.length > AddCheckpointRequest.MAX_BYTES
          ? WitnessAnswer.refused(
              413, "a request has at most " + AddCheckpointRequest.MAX_BYTES + " bytes")
          : witness.addCheckpoint(body);
    }
    if (exchange.getRequestMethod().equals("GET") && path.endsWith(READ_SUFFIX)) {
      return witness.checkpoint(
          path.substring(Math.min(1, path.length()), path.length() - READ_SUFFIX.length()));
    }
    return WitnessAnswer.refused(
        WitnessAnswer.NOT_FOUND, "a witness has /add-checkpoint and /HASH/checkpoint");
  }

  /** Ends the requests under way, for a second at most, and the server. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
    deadlines.shutdownNow();
  }
}
