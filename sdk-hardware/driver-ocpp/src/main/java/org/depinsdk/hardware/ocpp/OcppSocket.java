package org.depinsdk.hardware.ocpp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket, on either side. It hands one message after the other to its user and reads no further meanwhile, answers
 * pings, and ends when a message is too large, when the other side does not read, or when nothing is heard any more. All
 * methods may be called by any thread.
 */
final class OcppSocket extends ChannelDuplexHandler {
  /** Longest message in bytes: four bytes for one character are the most that UTF-8 needs. */
  static final int MAX_BYTES = 4 * Json.MAX_MESSAGE;

  /** How many bytes may wait for a side that does not read. */
  static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private static final System.Logger LOG = System.getLogger(OcppSocket.class.getName());
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final int MAX_WAITING = 64;
  private static final int MAX_REASON = 123;

  private final Channel channel;
  private final User user;
  private final Executor executor;
  private final Duration watchEvery;
  private @Nullable Future<?> watch;
  // these belong to the thread of the channel
  private final Queue<Object> waiting = new ArrayDeque<>();
  private boolean taking;
  private boolean closing;
  private boolean inactive;
  private volatile String endedBecause = "";

  /** Who uses a socket. */
  interface User {
    /** Takes a message, in a thread of the executor. The next one comes when this one has returned. */
    void take(String message);

    Liveness liveness();

    /** The connection has ended. Called once, by the thread of the channel. */
    void ended(String why);
  }

  /**
   * A socket on an upgraded channel.
   *
   * @param channel its transport
   * @param user takes what comes
   * @param executor runs {@link User#take}
   * @param watchEvery how often to ask the user's liveness
   */
  OcppSocket(Channel channel, User user, Executor executor, Duration watchEvery) {
    this.channel = channel;
    this.user = user;
    this.executor = executor;
    this.watchEvery = watchEvery;
  }

  /** How frames are read; what is broken comes to {@link #exceptionCaught}, so that the other side hears why it is closed. */
  static WebSocketDecoderConfig decoder() {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(MAX_BYTES)
        .closeOnProtocolViolation(false)
        .build();
  }

  /** Begins to take messages. To be called by the thread of the channel, after the handshake. */
  void begin() {
    channel
        .pipeline()
        .addLast(new Utf8FrameValidator(false), new WebSocketFrameAggregator(MAX_BYTES), this);
    watch = channel
        .eventLoop()
        .scheduleWithFixedDelay(
            this::watch, watchEvery.toMillis(), watchEvery.toMillis(), TimeUnit.MILLISECONDS);
    channel.config().setAutoRead(true);
  }

  /** Sends a message; one to a side that is gone is dropped. */
  void send(String message) {
    write(new TextWebSocketFrame(message));
  }

  private void write(Object frame) {
    if (channel.isWritable()) {
      var unused = channel.writeAndFlush(frame);
      return;
    }
    ReferenceCountUtil.release(frame);
    if (channel.isActive()) {
      abort("the other side does not read");
    }
  }

  /** Ends the connection and tells the other side why. Idempotent. */
  void end(WebSocketCloseStatus status, String why) {
    endsBecause(why);
    run(() -> {
      if (!closing) {
        closing = true;
        var unused = channel.writeAndFlush(new CloseWebSocketFrame(status, fitting(why)));
        // what comes until the other side closes is read and dropped: unread bytes would reset the
        // connection, and the close frame would be lost
        channel.config().setAutoRead(true);
        var unusedAlarm = channel
            .eventLoop()
            .schedule(this::closeChannel, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    });
  }

  private void run(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> channel + " was shut down before");
    }
  }

  /** Ends the connection at once: nobody would read a close frame. */
  void abort(String why) {
    endsBecause(why);
    closeChannel();
  }

  void whenClosed(Runnable listener) {
    var unused = channel.closeFuture().addListener(closed -> listener.run());
  }

  private void closeChannel() {
    var unused = channel.close();
  }

  private void endsBecause(String why) {
    if (endedBecause.isEmpty()) {
      endedBecause = why;
    }
  }

  // spec| RFC 6455 section 5.5: a control frame carries at most 125 bytes, two of them are the code
  private static String fitting(String why) {
    int end = why.length();
    while (why.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_REASON) {
      end--;
    }
    return why.substring(0, end);
  }

  private void watch() {
    Liveness liveness = user.liveness();
    switch (liveness.check()) {
      case ALIVE -> {}
      case PING -> write(new PingWebSocketFrame());
      case LOST -> abort("nothing heard for " + liveness.maxSilence().toSeconds() + " s");
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    user.liveness().heard();
    waiting.add(frame);
    handleNext();
    if (waiting.size() >= MAX_WAITING && !closing) {
      channel.config().setAutoRead(false);
    }
  }

  private void handleNext() {
    while (!taking && !waiting.isEmpty()) {
      Object frame = waiting.remove();
      try {
        handle(frame);
      } finally {
        ReferenceCountUtil.release(frame);
      }
    }
    if (waiting.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }

  private void handle(Object frame) {
    if (frame instanceof CloseWebSocketFrame close) {
      closedByPeer(close);
    } else if (closing) {
      LOG.log(System.Logger.Level.TRACE, "dropped after the end");
    } else if (frame instanceof TextWebSocketFrame text) {
      String message = text.text();
      executor.execute(() -> take(message));
      taking = true;
    } else if (frame instanceof PingWebSocketFrame ping) {
      write(new PongWebSocketFrame(ping.content().retain()));
    } else if (frame instanceof PongWebSocketFrame) {
      user.liveness().ponged();
    } else {
      end(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "OCPP is text");
    }
  }

  private void take(String message) {
    boolean taken = false;
    try {
      user.take(message);
      taken = true;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a message could not be taken", e);
    } finally {
      if (!taken) {
        end(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, "the receiver failed");
      }
      run(() -> {
        taking = false;
        if (inactive) {
          tellEnd();
        } else {
          handleNext();
        }
      });
    }
  }

  private void closedByPeer(CloseWebSocketFrame close) {
    String reason = close.reasonText();
    // spec| RFC 6455 section 7.1.5: 1005 stands for a close frame without a code
    endsBecause("closed with " + (close.statusCode() < 0 ? 1005 : close.statusCode())
        + " by the other side" + (reason.isEmpty() ? "" : ": " + EncodingException.shown(reason)));
    if (closing) {
      closeChannel();
    } else {
      closing = true;
      var unused = channel.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  // spec| RFC 6455 section 5.5.1: nothing follows a close frame
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (closing && !(message instanceof CloseWebSocketFrame)) {
      ReferenceCountUtil.release(message);
      promise.cancel(false);
    } else {
      var unused = ctx.write(message, promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inactive = true;
    if (watch != null) {
      watch.cancel(false);
    }
    if (!taking) {
      tellEnd();
    }
  }

  // after the message that was being taken, so that nothing is heard of a station that is gone
  private void tellEnd() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    // spec| RFC 6455 section 7.1.5: 1006 stands for an end without a close frame
    user.ended(endedBecause.isEmpty() ? "closed with 1006" : endedBecause);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException broken) {
      end(broken.closeStatus(), String.valueOf(broken.getMessage()));
    } else if (cause instanceof TooLongFrameException) {
      end(WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message has at most " + MAX_BYTES + " bytes");
    } else if (cause instanceof CorruptedFrameException) {
      end(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a message that is not UTF-8");
    } else if (cause instanceof IOException) {
      abort("closed with 1006");
    } else {
      LOG.log(System.Logger.Level.WARNING, "a connection failed", cause);
      end(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, "the receiver failed");
    }
  }
}
