package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** UDP sockets for measurements. */
final class UdpChannels {
  private static final System.Logger LOG = System.getLogger(UdpChannels.class.getName());

  private UdpChannels() {}

  /** Opens a socket. Nothing is received before its owner, who needs the channel for it, sets auto-read. */
  static Channel bind(
      EventLoopGroup loops, InetSocketAddress local, Consumer<DatagramPacket> receiver)
      throws IOException {
    ChannelFuture bound = MeasurementLoops.socket(loops)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 18, 1 << 19))
        .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
          @Override
          protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            receiver.accept(packet);
          }

          @Override
          public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // an IOException is an ICMP error about one peer; the socket serves others
            if (!(cause instanceof IOException)) {
              LOG.log(System.Logger.Level.ERROR, "a datagram was dropped by a fault", cause);
            }
          }
        })
        .bind(local)
        .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen at " + local, bound.cause());
    }
    return bound.channel();
  }

  static void send(Channel channel, InetSocketAddress to, Datagram datagram) {
    ByteBuf out = channel.alloc().buffer(Datagram.MAX_BYTES);
    datagram.write(out);
    write(channel, to, out);
    channel.flush();
  }

  /** Writes without a flush. What UDP loses nobody hears of, here as on the way. */
  static void write(Channel channel, InetSocketAddress to, ByteBuf out) {
    write(channel, new DatagramPacket(out, to));
  }

  /** Writes datagrams of one length that stand one after the other, by one system call if the kernel can. */
  static void write(Channel channel, InetSocketAddress to, ByteBuf out, int each) {
    if (channel instanceof EpollDatagramChannel
        && out.readableBytes() > each
        && EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
      write(channel, new SegmentedDatagramPacket(out, each, to));
      return;
    }
    while (out.readableBytes() > each) {
      write(channel, to, out.readRetainedSlice(each));
    }
    write(channel, to, out);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void write(Channel channel, DatagramPacket packet) {
    channel.write(packet, channel.voidPromise());
  }

  /** Does something on the event loop at a moment of {@link System#nanoTime}, or at once if it has passed. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void at(Channel channel, long nanos, Runnable what) {
    channel
        .eventLoop()
        .schedule(what, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Closes without waiting. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void close(Channel channel) {
    channel.close();
  }

  /** The digest of what is left of a buffer. */
  static byte[] digest(MessageDigest sha256, ByteBuf in) {
    for (ByteBuffer part : in.nioBuffers()) {
      sha256.update(part);
    }
    return sha256.digest();
  }
}
