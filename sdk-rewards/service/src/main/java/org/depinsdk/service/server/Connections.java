package org.depinsdk.service.server;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.depinsdk.service.fair.Sender;

/**
 * The open connections. There are only so many in all and of one address; one beyond that is closed, at once or after its calls have
 * heard why. gRPC has a limit of neither.
 */
final class Connections implements ServerInterceptor, Closeable {
  private static final Logger LOG = System.getLogger(Connections.class.getName());

  /** How many refused clients may hear why at a time, and how long each has for it; others are closed without a word. */
  private static final int HEARING = 64;

  private static final int SECONDS_TO_HEAR = 5;
  private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final int mostOfHost;
  private final Map<Object, Channel> open = new ConcurrentHashMap<>();
  private final Multiset<Object> hosts = ConcurrentHashMultiset.create();
  private final Map<Object, Status> refused = new ConcurrentHashMap<>();
  private final Semaphore hearing = new Semaphore(HEARING);
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
  private final MultiThreadIoEventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup workers =
      new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

  /**
   * No connections.
   *
   * @param most how many there may be
   * @param mostOfHost how many of one address
   */
  Connections(int most, int mostOfHost) {
    this.most = most;
    this.mostOfHost = mostOfHost;
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
  void cutOff(Sender sender) {
    Channel channel = open.get(sender.connection());
    if (channel != null) {
      var unused = channel.close();
    }
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
      Object host = remote.getAddress();
      int ofHost = hosts.add(host, 1) + 1;
      connection.closeFuture().addListener(closed -> hosts.remove(host));
      if (ofHost > mostOfHost) {
        refuse(context, connection, remote, mostOfHost + " connections of an address");
      } else if (open.size() >= most) {
        refuse(context, connection, remote, most + " connections");
      } else {
        open.put(remote, connection);
        connection.closeFuture().addListener(closed -> open.remove(remote));
        context.fireChannelRead(connection);
      }
    }
  }

  private void refuse(
      ChannelHandlerContext context,
      SocketChannel connection,
      InetSocketAddress remote,
      String limit) {
    String why = "at most " + limit + " are served at a time";
    long now = System.nanoTime();
    long next = nextWarning.get();
    if (now - next >= 0 && nextWarning.compareAndSet(next, now + NANOS_BETWEEN_WARNINGS)) {
      LOG.log(
          Level.WARNING,
          "a connection of {0} was refused: {1}",
          remote.getAddress().getHostAddress(),
          why);
    }
    if (!hearing.tryAcquire()) {
      connection.unsafe().closeForcibly();
      return;
    }
    refused.put(remote, Status.RESOURCE_EXHAUSTED.withDescription(why));
    connection.closeFuture().addListener(closed -> {
      refused.remove(remote);
      hearing.release();
    });
    context.fireChannelRead(connection);
    var unused = workers.schedule(
        () -> {
          var unusedToo = connection.close();
        },
        SECONDS_TO_HEAR,
        TimeUnit.SECONDS);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Status why = refused.get(Sender.of(call.getAttributes()).connection());
    if (why == null) {
      return next.startCall(call, headers);
    }
    call.close(why, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
