package org.depinsdk.service.server;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The port of the admin API. A call needs the token of the file {@code --admin-token}; beyond this machine it is served with the
 * service's TLS alone.
 */
final class AdminListener implements Closeable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";
  private static final int THREADS = 4;
  private static final int MIN_TOKEN = 32;

  private final Server server;
  private final ExecutorService threads;
  private final Duration grace;

  private AdminListener(Server server, ExecutorService threads, Duration grace) {
    this.server = server;
    this.threads = threads;
    this.grace = grace;
  }

  /** Listens, if the options name a port. */
  static Optional<AdminListener> start(ServerOptions options, BindableService service)
      throws IOException {
    if (options.adminPort == null) {
      return Optional.empty();
    }
    String token = token(options.adminToken());
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "admin"));
    Server server = NettyServerBuilder.forAddress(
            GrpcListener.address(options.adminHost, options.adminPort, "--admin-host"),
            GrpcListener.credentials(options, options.adminHost, "--admin-host"))
        .executor(threads)
        .maxInboundMessageSize(options.maxMessageBytes)
        .maxInboundMetadataSize(8 << 10)
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .addService(ServerInterceptors.intercept(service, new BearerToken(token)))
        .build();
    try {
      server.start();
    } catch (IOException e) {
      threads.shutdown();
      throw new IOException(
          "cannot listen on " + options.adminHost + ":" + options.adminPort + " ("
              + GrpcListener.reason(e)
              + "); stop the program that uses it or choose another --admin-port or --admin-host",
          e);
    }
    return Optional.of(new AdminListener(server, threads, options.shutdownGrace));
  }

  int port() {
    return server.getPort();
  }

  /** Refuses calls without the token, whatever they ask for. */
  private record BearerToken(byte[] expected) implements ServerInterceptor {
    BearerToken(String token) {
      this((BEARER + token).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String shown = headers.get(AUTHORIZATION);
      // takes the same time wherever they differ
      if (shown != null
          && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription(
              "send the header \"authorization: Bearer TOKEN\" with the token of --admin-token"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static String token(Path file) throws IOException {
    String token = OwnerOnlyFile.readOrDraw(file, AdminListener::draw).strip();
    if (token.length() < MIN_TOKEN || !token.matches("[!-~]+")) {
      throw new IOException(file + " must hold " + MIN_TOKEN
          + " or more visible ASCII characters on one line; delete it to have one made");
    }
    return token;
  }

  private static String draw() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public void close() throws IOException {
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while closing", e);
    } finally {
      threads.shutdown();
    }
  }
}
