package org.depinsdk.service.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.metrics.ClosedConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection of {@link HttpListener}. It answers one request at a time and reads no further meanwhile; whatever it waits for, a
 * request, its end or that an answer is taken, has an end. On the thread of the connection alone.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = System.getLogger(HttpConnection.class.getName());

  /** What a client that was refused may still send before the connection is closed, so that it reads why. */
  private static final int BYTES_AFTER_END = 64 << 10;

  private static final Duration TIME_AFTER_END = Duration.ofSeconds(2);

  private final SocketChannel connection;
  private final InetSocketAddress remote;
  private final HttpLimits limits;
  private final Places places;
  private final MemoryBudget answers;
  private final HttpHandler handler;
  private final Queue<HttpRequest> waiting = new ArrayDeque<>();
  private boolean receiving;
  private boolean answering;
  private boolean ending;
  private int bytesAfterEnd;
  private @Nullable Future<?> deadline;

  private HttpConnection(
      SocketChannel connection,
      InetSocketAddress remote,
      HttpLimits limits,
      Places places,
      MemoryBudget answers,
      HttpHandler handler) {
    this.connection = connection;
    this.remote = remote;
    this.limits = limits;
    this.places = places;
    this.answers = answers;
    this.handler = handler;
  }

  /** Serves a connection that was accepted. */
  static void serve(
      SocketChannel accepted,
      InetSocketAddress remote,
      HttpLimits limits,
      Places places,
      MemoryBudget answers,
      HttpHandler handler) {
    HttpConnection served = new HttpConnection(accepted, remote, limits, places, answers, handler);
    accepted
        .pipeline()
        .addLast(
            served.new Arrivals(),
            new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpLimits.LINE_BYTES)
                .setMaxHeaderSize(HttpLimits.HEADER_BYTES)),
            served);
  }

  /** Sees bytes before they are a request. */
  private final class Arrivals extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (ending) {
        bytesAfterEnd += ((ByteBuf) bytes).readableBytes();
        ReferenceCountUtil.release(bytes);
        if (bytesAfterEnd > BYTES_AFTER_END) {
          var unused = context.close();
        }
        return;
      }
      if (!receiving && !answering) {
        receiving = true;
        closeAfter(limits.request(), ClosedConnection.NO_REQUEST);
      }
      context.fireChannelRead(bytes);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeAfter(limits.request(), ClosedConnection.NO_REQUEST);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // the client went away
    var unused = context.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object part) {
    if (part instanceof HttpRequest request && !ending) {
      receiving = false;
      if (waiting.size() == HttpLimits.PIPELINED) {
        places.close(remote, ClosedConnection.TOO_MANY_REQUESTS);
      } else {
        waiting.add(request);
        next();
      }
    }
    // of a body, which no request may have
    ReferenceCountUtil.release(part);
  }

  private void next() {
    if (answering || ending) {
      return;
    }
    HttpRequest request = waiting.poll();
    if (request == null) {
      closeAfter(limits.idle(), ClosedConnection.NO_REQUEST);
      connection.config().setAutoRead(true);
      return;
    }
    answering = true;
    connection.config().setAutoRead(false);
    closeAfter(limits.answer(), ClosedConnection.UNREAD_ANSWER);
    Optional<HttpReply> refused = refused(request);
    if (refused.isPresent()) {
      places.count(ClosedConnection.BAD_REQUEST);
      send(request, refused.get(), false);
      return;
    }
    places.use(remote);
    var unused = ask(request)
        .whenCompleteAsync(
            (answer, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "no answer to " + request.uri(), failure);
              }
              send(
                  request,
                  failure == null ? answer : HttpReply.text(500, "the service's log says why"),
                  HttpUtil.isKeepAlive(request));
            },
            connection.eventLoop());
  }

  private CompletableFuture<HttpReply> ask(HttpRequest request) {
    try {
      URI uri = new URI(request.uri());
      return handler.handle(new HttpGet(
          String.valueOf(uri.getRawPath()),
          Optional.ofNullable(uri.getRawQuery()),
          Optional.ofNullable(request.headers().get(HttpHeaderNames.IF_NONE_MATCH))));
    } catch (URISyntaxException e) {
      return CompletableFuture.completedFuture(
          HttpReply.text(400, "expected a path such as /metrics"));
    }
  }

  /** Why a request is not answered, nor any that follows it. */
  private static Optional<HttpReply> refused(HttpRequest request) {
    Throwable failure = request.decoderResult().cause();
    HttpHeaders headers = request.headers();
    if (failure instanceof TooLongHttpLineException) {
      return Optional.of(
          HttpReply.text(414, "the first line may have " + HttpLimits.LINE_BYTES + " bytes"));
    }
    if (failure instanceof TooLongHttpHeaderException) {
      return Optional.of(
          HttpReply.text(431, "headers may have " + HttpLimits.HEADER_BYTES + " bytes"));
    }
    if (failure != null
        || !request.protocolVersion().protocolName().equals("HTTP")
        || request.protocolVersion().majorVersion() != 1) {
      return Optional.of(HttpReply.text(400, "expected a request of HTTP/1.1"));
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Optional.of(HttpReply.text(405, "only GET and HEAD").with("Allow", "GET, HEAD"));
    }
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"))) {
      return Optional.of(HttpReply.text(413, "a request has no body"));
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      return Optional.of(HttpReply.text(400, "expected one header Host"));
    }
    return Optional.empty();
  }

  private void send(HttpRequest request, HttpReply made, boolean goesOn) {
    Sender sender = Sender.of(remote);
    HttpReply answer = made;
    byte[] body = answer.bytes();
    int wanted = body.length > HttpLimits.SMALL_ANSWER_BYTES ? body.length : 0;
    boolean room = wanted == 0 || answers.take(sender, wanted);
    if (!room) {
      answer = HttpThreads.busy();
      body = answer.bytes();
    }
    int held = room ? wanted : 0;
    boolean withoutBody = request.method().equals(HttpMethod.HEAD) || answer.status() == 304;
    FullHttpResponse response = new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(answer.status()),
        withoutBody ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    answer.headers().forEach(response.headers()::set);
    if (answer.status() != 304) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            goesOn ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    connection.writeAndFlush(response).addListener(sent -> {
      if (held > 0) {
        answers.release(sender, held);
      }
      if (goesOn) {
        answering = false;
        next();
      } else {
        end();
      }
    });
  }

  /** Nothing is answered any more; what still comes is read for a while, or the client would lose the answer that it has. */
  private void end() {
    ending = true;
    waiting.clear();
    cancelDeadline();
    var unused = connection.shutdownOutput();
    connection.config().setAutoRead(true);
    deadline = connection
        .eventLoop()
        .schedule(
            () -> {
              var unusedToo = connection.close();
            },
            TIME_AFTER_END.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void closeAfter(Duration time, ClosedConnection why) {
    cancelDeadline();
    deadline = connection
        .eventLoop()
        .schedule(() -> places.close(remote, why), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cancelDeadline() {
    Future<?> before = deadline;
    if (before != null) {
      before.cancel(false);
    }
  }
}
