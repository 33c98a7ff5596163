package org.depinsdk.service.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.fair.Overload;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.metrics.ClosedConnection;

/**
 * The connections of the service's port. One that has no {@link Places place} is closed before its TLS handshake, or after its calls
 * have heard why. One that begins no call is closed too. gRPC has no limit of these.
 */
final class Connections implements ServerInterceptor, Closeable {
  /** How many refused clients may hear why at a time, and how long each has for it; others are closed silently. */
  private static final int HEARING = 64;

  private static final int SECONDS_TO_HEAR = 5;

  /** A handshake has so long: less than Netty's own ten seconds, after which nothing would be counted. */
  private static final int SECONDS_TO_HANDSHAKE = 8;

  /** A connection without a call is closed after so long; gRPC's own limit for a handshake is longer. */
  static final int SECONDS_TO_CALL = 10;

  private final Places places;
  private final Map<Object, String> refused = new ConcurrentHashMap<>();
  private final Semaphore hearing = new Semaphore(HEARING);
  private final MultiThreadIoEventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup workers =
      new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

  /** No connections. */
  Connections(Places places) {
    this.places = places;
  }

  /** Makes a server's connections these ones. */
  void limit(NettyServerBuilder server) {
    Accepting accepting = new Accepting();
    server
        .channelFactory(() -> {
          NioServerSocketChannel channel = new NioServerSocketChannel();
          channel.pipeline().addFirst(accepting);
          return channel;
        })
        .bossEventLoopGroup(acceptor)
        .workerEventLoopGroup(workers);
  }

  /** Closes a sender's connection, after the answers that are under way. */
  void cutOff(Sender sender, ClosedConnection why) {
    places.close(sender.connection(), why);
  }

  @Override
  public void close() {
    acceptor.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    workers.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Sees each connection that is accepted, before gRPC does. */
  @Sharable
  private final class Accepting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      SocketChannel connection = (SocketChannel) accepted;
      InetSocketAddress remote = connection.remoteAddress();
      if (remote == null) {
        connection.unsafe().closeForcibly();
        return;
      }
      Optional<Places.Refusal> refusal = places.take(connection, remote);
      if (refusal.isPresent()) {
        refuse(context, connection, remote, refusal.get());
        return;
      }
      context.fireChannelRead(connection);
      after(SECONDS_TO_HANDSHAKE, () -> {
        if (isHandshaking(connection)) {
          places.close(remote, ClosedConnection.HANDSHAKE);
        }
      });
      after(SECONDS_TO_CALL, () -> {
        if (connection.isOpen() && !places.isUsed(remote)) {
          places.close(remote, ClosedConnection.NO_REQUEST);
        }
      });
    }
  }

  private static boolean isHandshaking(Channel connection) {
    SslHandler tls = connection.pipeline().get(SslHandler.class);
    return tls != null && !tls.handshakeFuture().isDone();
  }

  private void after(int seconds, Runnable task) {
    var unused = workers.schedule(task, seconds, TimeUnit.SECONDS);
  }

  private void refuse(
      ChannelHandlerContext context,
      SocketChannel connection,
      InetSocketAddress remote,
      Places.Refusal refusal) {
    if (refusal.reason() == ClosedConnection.TOO_FAST || !hearing.tryAcquire()) {
      connection.unsafe().closeForcibly();
      return;
    }
    refused.put(remote, refusal.message());
    connection.closeFuture().addListener(closed -> {
      refused.remove(remote);
      hearing.release();
    });
    context.fireChannelRead(connection);
    after(SECONDS_TO_HEAR, () -> {
      var unused = connection.close();
    });
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Object key = Sender.of(call.getAttributes()).connection();
    places.use(key);
    String why = refused.get(key);
    if (why == null) {
      return next.startCall(call, headers);
    }
    Overload.end(call, why);
    return new ServerCall.Listener<>() {};
  }
}
