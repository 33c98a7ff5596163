package org.depinsdk.lab;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delays and drops packets between the prover and one challenger, behind the shaped link. Many kernels have no {@code netem}.
 */
final class Relay implements AutoCloseable {
  private static final int BUFFER = 4 << 20;

  private record Waiting(ByteBuf content, InetSocketAddress to, Channel out, long due) {}

  private final long delayNanos;
  private final int lostPermille;
  private final SplittableRandom random;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Channel front;
  private final Channel back;
  private final ScheduledFuture<?> ticks;
  private @Nullable InetSocketAddress prover;

  Relay(
      EventLoopGroup loop,
      InetSocketAddress challenger,
      int delayMillis,
      int lostPermille,
      long seed) {
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.lostPermille = lostPermille;
    this.random = new SplittableRandom(seed);
    front = bind(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), packet -> {
      prover = packet.sender();
      pass(packet.content(), challenger, false);
    });
    back = bind(loop, new InetSocketAddress(0), packet -> {
      if (prover != null) {
        pass(packet.content(), prover, true);
      }
    });
    ticks = front.eventLoop().scheduleAtFixedRate(this::drain, 1, 1, TimeUnit.MILLISECONDS);
  }

  private interface Receiver {
    void receive(DatagramPacket packet);
  }

  private static Channel bind(EventLoopGroup loop, InetSocketAddress local, Receiver receiver) {
    return new Bootstrap()
        .group(loop)
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.SO_RCVBUF, BUFFER)
        .option(ChannelOption.SO_SNDBUF, BUFFER)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(2_048))
        .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
          @Override
          protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            receiver.receive(packet);
          }
        })
        .bind(local)
        .syncUninterruptibly()
        .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) front.localAddress();
  }

  private void pass(ByteBuf content, InetSocketAddress to, boolean inwards) {
    if (random.nextInt(1_000) >= lostPermille) {
      Channel out = inwards ? front : back;
      waiting.add(new Waiting(content.retain(), to, out, System.nanoTime() + delayNanos));
    }
  }

  // what is lost here is lost as on the way
  @SuppressWarnings("FutureReturnValueIgnored")
  private void drain() {
    long now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().due <= now) {
      Waiting next = waiting.remove();
      next.out.write(new DatagramPacket(next.content, next.to), next.out.voidPromise());
    }
    front.flush();
    back.flush();
  }

  @Override
  public void close() {
    ticks.cancel(false);
    front.close().awaitUninterruptibly();
    back.close().awaitUninterruptibly();
  }
}
