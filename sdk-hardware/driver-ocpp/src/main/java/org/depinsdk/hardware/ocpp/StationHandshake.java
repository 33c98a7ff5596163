package org.depinsdk.hardware.ocpp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.Secret;
import org.jspecify.annotations.Nullable;

/** Lets a station in, or refuses it: identity, password or certificate, and the version it asks for. One for each connection. */
final class StationHandshake extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final System.Logger LOG = System.getLogger(StationHandshake.class.getName());
  private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();

  private final StationServer.Settings settings;
  private final StationRegistry registry;
  private final DriverContext context;
  private final Executor executor;
  private boolean asked;

  /**
   * A handshake that has not begun.
   *
   * @param settings who is let in
   * @param registry knows the stations
   * @param context scheduler of the connection's calls
   * @param executor asks for passwords and takes messages; may block
   */
  StationHandshake(
      StationServer.Settings settings,
      StationRegistry registry,
      DriverContext context,
      Executor executor) {
    this.settings = settings;
    this.registry = registry;
    this.context = context;
    this.executor = executor;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    var unused = ctx.executor()
        .schedule(
            () -> {
              if (!ctx.isRemoved()) {
                var unusedClose = ctx.close();
              }
            },
            settings.handshake().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (asked || request.decoderResult().isFailure()) {
      refuse(ctx.channel(), HttpResponseStatus.BAD_REQUEST);
      return;
    }
    asked = true;
    FullHttpRequest kept = request.retain();
    executor.execute(() -> decide(ctx, kept));
  }

  private void decide(ChannelHandlerContext ctx, FullHttpRequest request) {
    HttpResponseStatus refusal = HttpResponseStatus.INTERNAL_SERVER_ERROR;
    Station station = null;
    try {
      Optional<String> identity = Identity.ofPath(request.uri());
      if (identity.isEmpty() || !authenticated(ctx.channel(), identity.get(), request)) {
        LOG.log(
            System.Logger.Level.INFO,
            "refused {0} from {1}: {2}",
            EncodingException.shown(request.uri()),
            ctx.channel().remoteAddress(),
            identity.isEmpty()
                ? "the path does not end in an identity, which is " + Identity.EXPECTED
                : "identity and password or certificate do not belong together");
        refusal = HttpResponseStatus.UNAUTHORIZED;
      } else {
        station = registry.admit(identity.get());
        refusal = HttpResponseStatus.SERVICE_UNAVAILABLE;
      }
    } catch (RuntimeException e) {
      // the passwords are somebody else's code: its faults must not stop the driver
      LOG.log(System.Logger.Level.WARNING, "a station could not be let in", e);
    } finally {
      Station admitted = station;
      HttpResponseStatus status = refusal;
      ctx.executor().execute(() -> {
        try {
          answer(ctx.channel(), request, admitted, status);
        } finally {
          request.release();
        }
      });
    }
  }

  private boolean authenticated(Channel channel, String identity, FullHttpRequest request) {
    return switch (settings.profile()) {
      case NONE -> true;
      case BASIC, TLS_BASIC -> {
        Optional<Secret> expected = settings.passwords().apply(identity);
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        yield Identity.passwordMatches(identity, expected, header);
      }
      case MUTUAL_TLS -> {
        try {
          SslHandler tls = channel.pipeline().get(SslHandler.class);
          yield tls != null
              && tls.engine().getSession().getPeerPrincipal() instanceof X500Principal principal
              && Identity.isCommonName(identity, principal);
        } catch (SSLPeerUnverifiedException e) {
          yield false;
        }
      }
    };
  }

  private void answer(
      Channel channel,
      FullHttpRequest request,
      @Nullable Station station,
      HttpResponseStatus refusal) {
    if (station == null) {
      refuse(channel, refusal);
      return;
    }
    if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION, false)) {
      refuse(channel, HttpResponseStatus.UPGRADE_REQUIRED);
      return;
    }
    Optional<OcppVersion> version = version(request);
    WebSocketServerHandshaker13 handshaker = new WebSocketServerHandshaker13(
        request.uri(), version.map(OcppVersion::subprotocol).orElse(null), OcppSocket.decoder());
    channel.config().setAutoRead(false);
    try {
      var unused = handshaker.handshake(channel, request).addListener((ChannelFutureListener)
          done -> {
            if (done.isSuccess() && channel.isActive()) {
              upgraded(channel, station, version);
            } else {
              var unusedClose = channel.close();
            }
          });
    } catch (WebSocketHandshakeException e) {
      refuse(channel, HttpResponseStatus.BAD_REQUEST);
    }
  }

  // the first of ours that the station offers
  private Optional<OcppVersion> version(FullHttpRequest request) {
    List<String> offered = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .toList();
    return settings.versions().stream()
        .filter(v -> offered.contains(v.subprotocol()))
        .findFirst();
  }

  private void upgraded(Channel channel, Station station, Optional<OcppVersion> version) {
    channel.pipeline().remove(this);
    if (version.isEmpty()) {
      // spec| OCPP-J 1.6 section 3.1.2: the handshake ends without a subprotocol, then the
      // connection
      String expected = "expected a subprotocol of " + settings.versions();
      var unused = channel
          .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR, expected))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    StationConnection connection = new StationConnection(
        channel,
        station,
        version.get(),
        registry.dialect(version.get(), station),
        settings,
        context,
        executor);
    station.connected(connection);
    connection.socket().begin();
  }

  private static void refuse(Channel channel, HttpResponseStatus status) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.CONTENT_LENGTH, 0);
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"ocpp\"");
    }
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    }
    var unused = channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, () -> ctx.channel().remoteAddress() + ": " + cause);
    var unused = ctx.close();
  }
}
