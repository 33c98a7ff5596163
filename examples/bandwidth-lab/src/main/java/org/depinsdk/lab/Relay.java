package org.depinsdk.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.depinsdk.bandwidth.netty.MeasurementLoops;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a prover and one challenger: delays and drops packets, because many kernels have no {@code netem}, and lets no
 * more through than a line carries.
 */
public final class Relay implements AutoCloseable {

  private static final int HEADERS = 28;

  private record Waiting(ByteBuf content, InetSocketAddress to, Channel out, long due) {}

  private final long delayNanos;
  private final int lostPermille;
  private final Line line;
  private final SplittableRandom random;
  private final Queue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::due));
  private final Channel front;
  private final Channel back;
  private final ScheduledFuture<?> ticks;
  private @Nullable InetSocketAddress prover;

  /**
   * A relay.
   *
   * @param loop one event loop, the same for all relays of a line
   * @param challenger where what the prover sends goes to
   * @param line that packets to the prover cross
   * @param delayMillis how long a packet takes beside that, each way
   * @param lostPermille packets of a thousand that are lost, each way
   * @param seed decides which
   */
  public Relay(
      EventLoopGroup loop,
      InetSocketAddress challenger,
      Line line,
      int delayMillis,
      int lostPermille,
      long seed) {
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.lostPermille = lostPermille;
    this.line = line;
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
    return MeasurementLoops.socket(loop)
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

  /**
   * Where a prover reaches it.
   *
   * @return address and port
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) front.localAddress();
  }

  private void pass(ByteBuf content, InetSocketAddress to, boolean inwards) {
    long now = System.nanoTime();
    long crossed = inwards ? line.crossed(content.readableBytes() + HEADERS, now) : now;
    if (random.nextInt(1_000) >= lostPermille && crossed != Line.LOST) {
      Channel out = inwards ? front : back;
      waiting.add(new Waiting(content.retain(), to, out, crossed + delayNanos));
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
    front.eventLoop().execute(() -> {
      waiting.forEach(one -> one.content.release());
      waiting.clear();
    });
  }
}
