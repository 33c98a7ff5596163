package org.depinsdk.bandwidth.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Event loops for measurements. On Linux, with Netty's native epoll on the class path, one system call sends or receives many
 * packets; without it everything works, at a fraction of the rate.
 */
public final class MeasurementLoops {
  private static final int BUFFER = 4 << 20;
  private static final int LONGEST = 2_048;
  private static final int AT_ONCE = 32;

  private MeasurementLoops() {}

  /**
   * Starts event loops.
   *
   * @param threads how many, 1 or more
   * @return the fastest that this machine has; the caller shuts it down
   */
  public static EventLoopGroup start(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /**
   * A socket for many datagrams.
   *
   * @param loops as {@link #start} starts them, or others of Netty's
   * @return without handler and not bound
   */
  public static Bootstrap socket(EventLoopGroup loops) {
    Bootstrap socket = new Bootstrap()
        .group(loops)
        .option(ChannelOption.SO_RCVBUF, BUFFER)
        .option(ChannelOption.SO_SNDBUF, BUFFER);
    return areNative(loops)
        ? socket
            .channel(EpollDatagramChannel.class)
            // what a read takes is cut into datagrams of this length
            .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LONGEST)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST * AT_ONCE))
        : socket
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST));
  }

  static ServerBootstrap tcpServer(EventLoopGroup loops) {
    return new ServerBootstrap()
        .group(loops)
        .channel(areNative(loops) ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
  }

  static Bootstrap tcpClient(EventLoopGroup loops) {
    return new Bootstrap()
        .group(loops)
        .channel(areNative(loops) ? EpollSocketChannel.class : NioSocketChannel.class);
  }

  private static boolean areNative(EventLoopGroup loops) {
    return loops instanceof IoEventLoopGroup group && group.isIoType(EpollIoHandler.class);
  }
}
