package org.depinsdk.hardware.ocpp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.Secret;

/**
 * The listener of a central system. Connections are accepted in a thread of their own and read and written in as many as the
 * machine has processors; passwords and messages, which are for somebody else's code, are handled in others.
 */
final class StationServer {
  private static final int BACKLOG = 1024;
  private static final int MAX_REQUEST = 8 * 1024;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final Settings settings;
  private final StationRegistry registry;
  private final DriverContext context;
  private final EventLoopGroup acceptor = group(1, "ocpp-accept");
  private final EventLoopGroup loops =
      group(Runtime.getRuntime().availableProcessors(), "ocpp-network");
  private final ExecutorService executor = Executors.newFixedThreadPool(
      Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
      new DefaultThreadFactory("ocpp-station", true));
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  /** What a builder was given. */
  record Settings(
      InetSocketAddress address,
      List<OcppVersion> versions,
      SecurityProfile profile,
      Function<String, Optional<Secret>> passwords,
      Optional<SSLContext> tls,
      TokenAuthorizer authorizer,
      Duration heartbeat,
      int maxStations,
      int maxMessagesPerSecond,
      Duration handshake,
      Duration ping,
      Provenance provenance) {}

  StationServer(Settings settings, StationRegistry registry, DriverContext context) {
    this.settings = settings;
    this.registry = registry;
    this.context = context;
  }

  static EventLoopGroup group(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  /**
   * Takes the port and begins to accept.
   *
   * @return the bound address
   */
  InetSocketAddress listen() throws DriverException {
    ChannelFuture bound = new ServerBootstrap()
        .group(acceptor, loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OcppSocket.UNSENT)
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            accepted(channel);
          }
        })
        .bind(settings.address())
        .awaitUninterruptibly();
    if (bound.isSuccess()) {
      return (InetSocketAddress) bound.channel().localAddress();
    }
    close();
    Throwable cause = bound.cause();
    String message = "cannot listen on " + settings.address();
    throw cause instanceof BindException
        ? new DriverException.Busy(message + ": " + cause.getMessage())
        : new DriverException.Unavailable(message, cause);
  }

  private void accepted(Channel channel) {
    open.add(channel);
    var unused = channel.closeFuture().addListener(closed -> open.remove(channel));
    settings.tls().ifPresent(tls -> channel.pipeline().addLast(new SslHandler(engine(tls))));
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(MAX_REQUEST),
            new StationHandshake(settings, registry, context, executor));
  }

  private SSLEngine engine(SSLContext tls) {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setNeedClientAuth(settings.profile() == SecurityProfile.MUTUAL_TLS);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Tells the stations that it closes, and ends all connections and threads. */
  void close() {
    var stopped = acceptor.shutdownGracefully(0, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    for (Channel channel : open) {
      OcppSocket socket = channel.pipeline().get(OcppSocket.class);
      if (socket == null) {
        var unused = channel.close();
      } else {
        socket.end(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the central system closes");
      }
    }
    long deadline = System.nanoTime() + CLOSE_WAIT.toNanos();
    boolean wait = !isOwnThread();
    for (Channel channel : open) {
      if (wait) {
        channel
            .closeFuture()
            .awaitUninterruptibly(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    }
    var ended = loops.shutdownGracefully(0, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    executor.shutdown();
    if (wait) {
      stopped.awaitUninterruptibly();
      ended.awaitUninterruptibly();
    }
  }

  // a status listener is called by these threads, and waiting for oneself never ends
  private boolean isOwnThread() {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }
}
