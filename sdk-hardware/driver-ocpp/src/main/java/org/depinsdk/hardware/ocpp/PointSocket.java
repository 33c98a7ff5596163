package org.depinsdk.hardware.ocpp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.depinsdk.hardware.driver.DriverContext;
import org.jspecify.annotations.Nullable;

/** One connection of a charge point. Safe for use by several threads. */
final class PointSocket implements OcppSocket.User {
  private static final System.Logger LOG = System.getLogger(PointSocket.class.getName());
  private static final Duration PING = Duration.ofMinutes(1);
  private static final int MAX_CALLS = 64;
  private static final int MAX_ANSWER = 8 * 1024;

  private final PointLink.Settings settings;
  private final Owner owner;
  private final RpcPeer peer;
  private volatile @Nullable OcppSocket open;
  private volatile Liveness liveness =
      new Liveness(PING, PointLink.LONGEST_PAUSE, System::nanoTime);
  private volatile String endedBecause = "";

  /** Who opened the connection. Called by the thread of the connection. */
  interface Owner {
    void opened(PointSocket socket);

    void ended(PointSocket socket, String why);
  }

  PointSocket(
      PointLink.Settings settings, DriverContext context, PointDialect dialect, Owner owner) {
    this.settings = settings;
    this.owner = owner;
    this.peer = new RpcPeer(
        settings.identity(),
        settings.version(),
        this::send,
        dialect,
        context.scheduler(),
        MAX_CALLS);
  }

  void connect(EventLoopGroup loop) {
    URI address = settings.address();
    boolean secure = "wss".equalsIgnoreCase(address.getScheme());
    int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
    var unused = new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.callTimeout().toMillis())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, OcppSocket.UNSENT)
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) throws NoSuchAlgorithmException {
            if (secure) {
              channel.pipeline().addLast(new SslHandler(engine(address.getHost(), port)));
            }
            channel
                .pipeline()
                .addLast(
                    new HttpClientCodec(), new HttpObjectAggregator(MAX_ANSWER), new Handshake());
          }
        })
        .connect(address.getHost(), port)
        .addListener((ChannelFutureListener) done -> {
          if (!done.isSuccess()) {
            ended("cannot connect: " + done.cause().getMessage());
          }
        });
  }

  private SSLEngine engine(String host, int port) throws NoSuchAlgorithmException {
    SSLContext tls = settings.tls().isPresent() ? settings.tls().get() : SSLContext.getDefault();
    SSLEngine engine = tls.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  CompletableFuture<Fields> call(PointDialect.Outgoing message) {
    return peer.call(message.action(), message.payload(), settings.callTimeout());
  }

  /** Sets how often the other side is heard at least, which it said itself. */
  void expectEvery(Duration heartbeat) {
    liveness = new Liveness(PING, heartbeat, System::nanoTime);
  }

  /** Ends the connection and tells the other side why. */
  void end(String why) {
    OcppSocket socket = open;
    if (socket != null) {
      socket.end(WebSocketCloseStatus.NORMAL_CLOSURE, why);
    }
  }

  /** Ends the connection at once. */
  void abort(String why) {
    OcppSocket socket = open;
    if (socket != null) {
      socket.abort(why);
    }
  }

  /** Ends the connection for good; a connection that is not open yet ends with its thread. */
  void close(Runnable closed) {
    fail();
    OcppSocket socket = open;
    if (socket == null) {
      closed.run();
    } else {
      socket.end(WebSocketCloseStatus.NORMAL_CLOSURE, "the charge point is closed");
      socket.whenClosed(closed);
    }
  }

  /** Fails what waits for an answer. */
  void fail() {
    peer.close();
  }

  private void send(String message) {
    OcppSocket socket = open;
    if (socket != null) {
      socket.send(message);
    }
  }

  @Override
  public void take(String message) {
    if (peer.receive(message) != RpcPeer.Received.TAKEN) {
      LOG.log(System.Logger.Level.DEBUG, () -> settings.identity() + ": not OCPP");
    }
  }

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public void ended(String why) {
    owner.ended(this, why);
  }

  /** From the connection to the open WebSocket. */
  private final class Handshake extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final WebSocketClientHandshaker13 handshaker;

    Handshake() {
      HttpHeaders headers = new DefaultHttpHeaders();
      settings.headers().forEach(headers::set);
      handshaker = new WebSocketClientHandshaker13(
          settings.address(),
          WebSocketVersion.V13,
          settings.version().subprotocol(),
          false,
          headers,
          OcppSocket.MAX_BYTES);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      var unused = handshaker.handshake(ctx.channel());
      var unusedAlarm = ctx.executor()
          .schedule(
              () -> {
                if (!ctx.isRemoved()) {
                  fail(ctx, "no handshake within " + settings.callTimeout());
                }
              },
              settings.callTimeout().toMillis(),
              TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
      try {
        handshaker.finishHandshake(ctx.channel(), response);
      } catch (WebSocketHandshakeException e) {
        fail(ctx, "refused: " + response.status() + ", " + e.getMessage());
        return;
      }
      ctx.pipeline().remove(this);
      OcppSocket socket =
          new OcppSocket(ctx.channel(), PointSocket.this, ctx.executor(), PING.dividedBy(2));
      open = socket;
      socket.begin();
      owner.opened(PointSocket.this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ended(endedBecause.isEmpty() ? "closed during the handshake" : endedBecause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      Throwable known = cause.getCause() == null ? cause : cause.getCause();
      fail(ctx, "the handshake failed: " + known.getMessage());
    }

    private void fail(ChannelHandlerContext ctx, String why) {
      if (endedBecause.isEmpty()) {
        endedBecause = why;
      }
      var unused = ctx.close();
    }
  }
}
