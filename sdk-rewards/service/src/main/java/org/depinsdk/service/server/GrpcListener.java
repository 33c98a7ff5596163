package org.depinsdk.service.server;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The socket: TLS, limits, health and reflection. */
final class GrpcListener {
  // a client that opens and resets streams faster than this is cut off (CVE-2023-44487, "rapid
  // reset")
  private static final int RESETS = 200;
  private static final int RESETS_WINDOW_SECONDS = 30;

  private final ServiceHealth health;
  private final OpenEndedCalls openEnded = new OpenEndedCalls();
  private final Server server;

  private GrpcListener(
      ServerOptions options, BindableService service, Executor executor, ServiceHealth health)
      throws IOException {
    this.health = health;
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            new InetSocketAddress(options.host, options.port), credentials(options))
        .executor(executor)
        .maxInboundMessageSize(options.maxMessageBytes)
        .maxInboundMetadataSize(8 << 10)
        .maxConcurrentCallsPerConnection(options.maxCallsPerConnection)
        .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(30, TimeUnit.SECONDS)
        .maxConnectionIdle(10, TimeUnit.MINUTES)
        .addService(ServerInterceptors.intercept(service, new CallFailures(health)))
        .addService(ServerInterceptors.intercept(health.service(), openEnded));
    if (options.reflection) {
      builder.addService(
          ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), openEnded));
    }
    this.server = builder.build();
  }

  /** Listens. */
  static GrpcListener start(
      ServerOptions options, BindableService service, Executor executor, ServiceHealth health)
      throws IOException {
    GrpcListener listener = new GrpcListener(options, service, executor, health);
    try {
      listener.server.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + options.host + ":" + options.port + " (" + reason(e)
              + "); stop the program that uses it or choose another --port or --host",
          e);
    }
    health.works("socket");
    return listener;
  }

  /** gRPC wraps what the operating system said. */
  private static String reason(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  int port() {
    return server.getPort();
  }

  /** Tells health checks, takes no more calls, and lets those that are under way end within the grace. */
  void close(Duration grace) throws InterruptedException {
    health.end();
    server.shutdown();
    openEnded.end();
    if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow().awaitTermination();
    }
  }

  private static ServerCredentials credentials(ServerOptions options) throws IOException {
    ServerOptions.Tls files = options.tls;
    if (files == null) {
      return InsecureServerCredentials.create();
    }
    try {
      TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder()
          .keyManager(files.certificate.toFile(), files.key.toFile());
      Path clientCa = files.clientCa;
      if (clientCa != null) {
        tls.trustManager(clientCa.toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return tls.build();
    } catch (IOException e) {
      throw new IOException("cannot read the files for TLS: " + e.getMessage(), e);
    }
  }
}
