package org.depinsdk.service.server;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
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
import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.depinsdk.service.fair.Overload;
import org.depinsdk.service.fair.Sender;

/**
 * The open connections. There are only so many in all and of one address; one beyond that is closed, at once or after its calls have
 * heard why. If all places are taken, a new connection gets that of the address that has most, unless that is its own. One that
 * begins no call is closed too. gRPC has no limit of these.
 */
final class Connections implements ServerInterceptor, Closeable {
  private static final Logger LOG = System.getLogger(Connections.class.getName());

  /** How many refused clients may hear why at a time, and how long each has for it; others are closed without a word. */
  private static final int HEARING = 64;

  private static final int SECONDS_TO_HEAR = 5;

  /** A connection without a call is closed after so long. */
  private static final int SECONDS_TO_CALL = 10;

  private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final int mostOfHost;
  private final Map<Object, Connection> open = new ConcurrentHashMap<>();
  private final Multiset<Object> hosts = ConcurrentHashMultiset.create();
  private final Map<Object, String> refused = new ConcurrentHashMap<>();
  private final Semaphore hearing = new Semaphore(HEARING);
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
  private final MultiThreadIoEventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup workers =
      new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

  /** One that is served. */
  private record Connection(Object host, Channel channel, AtomicBoolean called) {
    void close() {
      var unused = channel.close();
    }
  }

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
    Connection connection = open.get(sender.connection());
    if (connection != null) {
      connection.close();
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
      } else if (open.size() >= most && !takesAPlace(host)) {
        refuse(context, connection, remote, most + " connections");
      } else {
        Connection served = new Connection(host, connection, new AtomicBoolean());
        open.put(remote, served);
        connection.closeFuture().addListener(closed -> open.remove(remote, served));
        context.fireChannelRead(connection);
        closeAfter(SECONDS_TO_CALL, connection, () -> !served.called.get());
      }
    }
  }

  /** Closes a connection of the address that has most, one without a call first; false if no other has more than this one. */
  private boolean takesAPlace(Object host) {
    Multiset<Object> served = HashMultiset.create();
    open.values().forEach(one -> served.add(one.host));
    Optional<Connection> closed = served.entrySet().stream()
        .filter(each -> each.getCount() > served.count(host) + 1)
        .max(Comparator.comparing(Multiset.Entry::getCount))
        .flatMap(greediest -> open.values().stream()
            .filter(one -> one.host.equals(greediest.getElement()))
            .min(Comparator.comparing(one -> one.called.get())));
    closed.ifPresent(one -> {
      open.values().remove(one);
      one.close();
    });
    return closed.isPresent();
  }

  private void closeAfter(int seconds, Channel connection, BooleanSupplier condition) {
    var unused = workers.schedule(
        () -> {
          if (condition.getAsBoolean()) {
            var unusedToo = connection.close();
          }
        },
        seconds,
        TimeUnit.SECONDS);
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
    refused.put(remote, why);
    connection.closeFuture().addListener(closed -> {
      refused.remove(remote);
      hearing.release();
    });
    context.fireChannelRead(connection);
    closeAfter(SECONDS_TO_HEAR, connection, () -> true);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Object key = Sender.of(call.getAttributes()).connection();
    Connection served = open.get(key);
    if (served != null) {
      served.called.set(true);
    }
    String why = refused.get(key);
    if (why == null) {
      return next.startCall(call, headers);
    }
    Overload.end(call, why);
    return new ServerCall.Listener<>() {};
  }
}
