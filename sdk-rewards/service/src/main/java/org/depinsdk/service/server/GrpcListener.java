package org.depinsdk.service.server;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.fair.FairExecutor;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;

/** The socket: TLS, limits, health and reflection. */
final class GrpcListener {
  // a client that opens and resets streams faster than this is cut off (CVE-2023-44487, "rapid
  // reset")
  private static final int RESETS = 200;
  private static final int RESETS_WINDOW_SECONDS = 30;

  /** What a connection sends before somebody reads it. */
  private static final int FLOW_CONTROL_WINDOW = 256 << 10;

  /** So many requests are read at a time, each of up to the largest message; they wait for disks only. */
  static final int CALLS_AT_A_TIME = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  private final ServiceHealth health;
  private final OpenEndedCalls openEnded = new OpenEndedCalls();
  private final CallLimits limits;
  private final Server server;

  private GrpcListener(
      TracedCalls traces,
      ServerOptions options,
      BindableService service,
      ClockGuard clock,
      Connections connections,
      MemoryBudget answers,
      Executor executor,
      ServiceHealth health)
      throws IOException {
    this.health = health;
    this.limits = new CallLimits(options.maxTimeout, connections);
    // a connection has a quarter of the room, at least one whole message
    long room = Math.max(options.ingest().maxWaitingBytes(), 4L * options.maxMessageBytes);
    UnfinishedRequests requests = new UnfinishedRequests(new MemoryBudget(room));
    FairExecutor calls = new FairExecutor(executor, CALLS_AT_A_TIME);
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            new InetSocketAddress(options.host, options.port),
            credentials(options, options.host, "--host"))
        .executor(executor)
        .callExecutor(new PerSender(calls))
        .flowControlWindow(FLOW_CONTROL_WINDOW)
        .addStreamTracerFactory(requests)
        .maxInboundMessageSize(options.maxMessageBytes)
        .maxInboundMetadataSize(4 << 10)
        .maxConcurrentCallsPerConnection(options.maxCallsPerConnection)
        .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
        // Connections closes it before, and counts it
        .handshakeTimeout(2L * Connections.SECONDS_TO_CALL, TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(30, TimeUnit.SECONDS)
        .maxConnectionIdle(10, TimeUnit.MINUTES)
        .maxConnectionAge(30, TimeUnit.MINUTES)
        .maxConnectionAgeGrace(options.maxTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .addService(guarded(
            service,
            answers,
            new CallFailures(health),
            clock,
            limits,
            requests,
            connections,
            traces))
        .addService(guarded(health.service(), answers, openEnded, requests, connections));
    connections.limit(builder);
    if (options.reflection) {
      builder.addService(guarded(
          ProtoReflectionServiceV1.newInstance(), answers, openEnded, requests, connections));
    }
    this.server = builder.build();
  }

  /** The interceptor that is named last is called first. */
  private static ServerServiceDefinition guarded(
      BindableService service, MemoryBudget answers, ServerInterceptor... interceptors) {
    return ServerInterceptors.intercept(
        BoundedMessages.of(service.bindService(), answers), interceptors);
  }

  /** The executor of each call: that of its connection. */
  private record PerSender(FairExecutor calls) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
      Sender sender = Sender.of(call.getAttributes());
      return task -> calls.execute(sender, senders -> task);
    }
  }

  /** Listens. */
  static GrpcListener start(
      TracedCalls traces,
      ServerOptions options,
      BindableService service,
      ClockGuard clock,
      Connections connections,
      MemoryBudget answers,
      Executor executor,
      ServiceHealth health)
      throws IOException {
    GrpcListener listener =
        new GrpcListener(traces, options, service, clock, connections, answers, executor, health);
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
  static String reason(IOException failure) {
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
    limits.close();
  }

  /** What a port is served with; without TLS only this machine is, or what is behind a proxy. */
  static ServerCredentials credentials(ServerOptions options, String host, String hostOption)
      throws IOException {
    ServerOptions.Tls files = options.tls;
    if (files == null) {
      if (!options.plaintext && !InetAddress.getByName(host).isLoopbackAddress()) {
        throw new IOException("without TLS only this machine is served, and others reach "
            + host + " of " + hostOption
            + "; give --tls-certificate and --tls-key, or --plaintext if a proxy"
            + " in front does TLS");
      }
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
