package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Messages over TCP between coordinator and devices, each behind its length in two bytes. An empty one says that somebody is
 * still there; a connection on which nothing comes is closed.
 */
abstract class Frames extends SimpleChannelInboundHandler<ByteBuf> {
  /** Longest message: an invitation. */
  static final int MAX_BYTES = 8_192;

  private static final System.Logger LOG = System.getLogger(Frames.class.getName());
  private static final long ALIVE_SECONDS = 20;

  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3 * ALIVE_SECONDS);

  private long heard = System.nanoTime();

  /** A pipeline that ends with a new handler for each connection. */
  static ChannelInitializer<SocketChannel> pipeline(Supplier<Frames> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(
                new LengthFieldBasedFrameDecoder(MAX_BYTES + 2, 0, 2, 0, 2),
                new LengthFieldPrepender(2),
                handler.get());
      }
    };
  }

  /** A message. */
  abstract void read(Channel channel, byte[] message);

  /** The connection is there. */
  abstract void opened(Channel channel);

  /** The connection has gone. */
  abstract void closed(Channel channel);

  @SuppressWarnings("FutureReturnValueIgnored")
  static void write(Channel channel, byte[] message) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(message), channel.voidPromise());
  }

  @Override
  public final void channelActive(ChannelHandlerContext context) {
    alive(context.channel());
    opened(context.channel());
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void alive(Channel channel) {
    if (System.nanoTime() - heard > SILENT_NANOS) {
      channel.close();
    } else if (channel.isActive()) {
      write(channel, new byte[0]);
      channel.eventLoop().schedule(() -> alive(channel), ALIVE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    heard = System.nanoTime();
    if (in.isReadable()) {
      read(context.channel(), ByteBufUtil.getBytes(in));
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    closed(context.channel());
  }

  // a connection that broke, or a message that is too long: the peer connects again
  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof TooLongFrameException)) {
      LOG.log(System.Logger.Level.ERROR, "a connection was closed by a fault", cause);
    }
    UdpChannels.close(context.channel());
  }
}
