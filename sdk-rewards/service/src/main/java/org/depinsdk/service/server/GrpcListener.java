package org.depinsdk.service.server;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;

/** The socket: TLS, limits, health and reflection. */
public final class GrpcListener {
  // a client that opens and resets streams faster than this is cut off (CVE-2023-44487, "rapid
  // reset")
  private static final int RESETS = 200;
  private static final int RESETS_WINDOW_SECONDS = 30;

  private final HealthStatusManager health = new HealthStatusManager();
  private final OpenEndedCalls endless = new OpenEndedCalls();
  private final Server server;

  private GrpcListener(ServerOptions options, BindableService service, Executor executor)
      throws IOException {
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            new InetSocketAddress(options.host(), options.port()), credentials(options))
        .executor(executor)
        .maxInboundMessageSize(options.maxMessageBytes())
        .maxInboundMetadataSize(8 << 10)
        .maxConcurrentCallsPerConnection(options.maxCallsPerConnection())
        .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(30, TimeUnit.SECONDS)
        .maxConnectionIdle(10, TimeUnit.MINUTES)
        .addService(service)
        .addService(ServerInterceptors.intercept(health.getHealthService(), endless));
    if (options.reflection()) {
      builder.addService(
          ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), endless));
    }
    this.server = builder.build();
  }

  /**
   * Listens; the health service says that the network is served.
   *
   * @param options address, TLS and limits
   * @param service the network's calls
   * @param executor runs the calls; bounded
   * @return the listener
   * @throws IOException if the address is taken or a TLS file cannot be read
   */
  public static GrpcListener start(
      ServerOptions options, BindableService service, Executor executor) throws IOException {
    GrpcListener listener = new GrpcListener(options, service, executor);
    listener.server.start();
    listener.setServing(ServingStatus.SERVING);
    return listener;
  }

  /**
   * Where the service listens.
   *
   * @return the port
   */
  public int port() {
    return server.getPort();
  }

  /** Tells health checks that the network is no longer served, while the socket stays open. */
  public void failed() {
    setServing(ServingStatus.NOT_SERVING);
  }

  /**
   * Tells health checks, takes no more calls, and lets those that are under way end.
   *
   * @param grace how long they may take
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public void close(Duration grace) throws InterruptedException {
    health.enterTerminalState();
    server.shutdown();
    endless.end();
    if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow().awaitTermination();
    }
  }

  private void setServing(ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(NetworkServiceGrpc.SERVICE_NAME, status);
  }

  private static ServerCredentials credentials(ServerOptions options) throws IOException {
    if (options.tls().isEmpty()) {
      return InsecureServerCredentials.create();
    }
    ServerOptions.Tls files = options.tls().get();
    TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder()
        .keyManager(files.certificate().toFile(), files.key().toFile());
    if (files.clientCa().isPresent()) {
      tls.trustManager(files.clientCa().get().toFile())
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return tls.build();
  }
}
