package org.depinsdk.service.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.metrics.ServiceMetrics;

/** A port that answers HTTP/1.1 requests for something to read, within {@link HttpLimits}. It has no TLS. */
final class HttpListener implements Closeable {
  /** What is read of a connection at once, which bounds what its pipelined requests take before they are counted. */
  private static final int READ_BYTES = 4096;

  private final MultiThreadIoEventLoopGroup thread = new MultiThreadIoEventLoopGroup(
      1, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
  private final Channel listening;

  private HttpListener(
      InetSocketAddress address, HttpLimits limits, HttpHandler handler, ServiceMetrics metrics)
      throws IOException {
    Places places = new Places("metrics", limits.connections(), metrics);
    MemoryBudget answers = new MemoryBudget(limits.answerBytes());
    ChannelFuture bound = new ServerBootstrap()
        .group(thread)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel accepted) {
            InetSocketAddress remote = accepted.remoteAddress();
            if (remote == null || places.take(accepted, remote).isPresent()) {
              accepted.unsafe().closeForcibly();
            } else {
              HttpConnection.serve(accepted, remote, limits, places, answers, handler);
            }
          }
        })
        .bind(address)
        .awaitUninterruptibly();
    this.listening = bound.channel();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
  }

  /** Listens. */
  static HttpListener start(
      InetSocketAddress address, HttpLimits limits, HttpHandler handler, ServiceMetrics metrics)
      throws IOException {
    return new HttpListener(address, limits, handler, metrics);
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    thread.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
