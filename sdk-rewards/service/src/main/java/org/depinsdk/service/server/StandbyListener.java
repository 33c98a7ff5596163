package org.depinsdk.service.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What callers hear while another process leads: {@code NOT_SERVING} from health checks, and from every other call
 * {@code UNAVAILABLE} with the leader's address, also in the trailer {@value #LEADER}.
 */
final class StandbyListener implements Closeable {
  /** The trailer with the leader's address. */
  static final String LEADER = "depin-leader";

  private static final Logger LOG = System.getLogger(StandbyListener.class.getName());
  private static final Metadata.Key<String> LEADER_KEY =
      Metadata.Key.of(LEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final ServerOptions options;
  private volatile String leader = "";
  private @Nullable Listening listening;

  /** The ports while they are open. */
  private record Listening(Server server, Connections connections, MetricsListener metrics) {}

  StandbyListener(ServerOptions options) {
    this.options = options;
  }

  /** Another process leads; the ports are opened at the first time. */
  void anotherLeads(String address) throws IOException {
    if (!address.isEmpty() && !address.equals(leader)) {
      leader = address;
      LOG.log(Level.INFO, "another process leads at " + address + "; this one waits");
    }
    if (listening == null) {
      listening = listen();
    }
  }

  private Listening listen() throws IOException {
    MetricsListener metrics = new MetricsListener(options, Optional.empty());
    ServiceHealth health = new ServiceHealth(metrics.metrics());
    Connections connections = options.connections(metrics.metrics());
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            GrpcListener.address(options.host, options.port, "--host"),
            GrpcListener.credentials(options, options.host, "--host"))
        .maxInboundMetadataSize(GrpcListener.MAX_HEADER_BYTES)
        .maxConcurrentCallsPerConnection(options.maxCallsPerConnection)
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .maxConnectionIdle(1, TimeUnit.MINUTES)
        .intercept(connections)
        .addService(health.service())
        .fallbackHandlerRegistry(new Unavailable());
    connections.limit(builder);
    try {
      Server server = builder.build().start();
      metrics.start(health, Optional.empty());
      return new Listening(server, connections, metrics);
    } catch (IOException e) {
      metrics.close();
      connections.close();
      throw new IOException(
          "cannot listen on " + options.host + ":" + options.port + " (" + GrpcListener.reason(e)
              + "); stop the program that uses it or choose another --port or --host",
          e);
    }
  }

  /** Closes the ports, so that the service itself can open them. */
  @Override
  public void close() throws IOException {
    Listening open = listening;
    if (open != null) {
      open.server.shutdownNow();
      try {
        open.server.awaitTermination();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      open.connections.close();
      open.metrics.close();
    }
  }

  /** Answers each call before it is read. */
  private final class Unavailable extends HandlerRegistry
      implements ServerCallHandler<InputStream, InputStream> {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.newBuilder(BoundedMessages.STREAMS, BoundedMessages.STREAMS)
              .setFullMethodName(name)
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .build(),
          this);
    }

    @Override
    public ServerCall.Listener<InputStream> startCall(
        ServerCall<InputStream, InputStream> call, Metadata headers) {
      Metadata trailers = new Metadata();
      trailers.put(LEADER_KEY, leader);
      call.close(
          Status.UNAVAILABLE.withDescription(
              "another process leads this network" + (leader.isEmpty() ? "" : ": " + leader)),
          trailers);
      return new ServerCall.Listener<>() {};
    }
  }
}
