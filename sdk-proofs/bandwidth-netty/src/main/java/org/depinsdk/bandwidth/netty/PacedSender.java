package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.depinsdk.bandwidth.TestPlan;

/**
 * Sends the packets of a plan by an absolute schedule: packet k is due at the start plus k times the distance, whatever was
 * late before, and goes at a random moment until the next is due; packets that are due in one millisecond go together. After a pause it catches up with a few packets at a time; those that are more than 20 ms overdue are not sent
 * any more and count as late. Runs on the channel's event loop alone.
 */
final class PacedSender {
  private static final long LATE_NANOS = 20_000_000;
  // how much of the schedule is caught up in one turn
  private static final long CATCH_UP_NANOS = 4_000_000;
  private static final int LEAST_CATCH_UP = 2;
  private static final long TURN_NANOS = 1_000_000;
  private static final long MOST_JITTER_NANOS = 10_000_000;
  // a datagram that the kernel cuts into packets has at most 64 kB
  private static final int MOST_AT_ONCE = 40;

  private final Channel channel;
  private final InetSocketAddress to;
  private final byte[] session;
  private final TestPlan plan;
  private final long startNanos;
  private final PacketStream stream;
  private final SplittableRandom random = new SplittableRandom();
  // empty for a packet that was not sent
  private final byte[][] digests;
  private final int most;
  private int next;
  private int late;
  private boolean stopped;

  /**
   * A sender.
   *
   * @param phase which part of a packet's distance it waits, of 1,000: senders at one link are out of phase
   */
  PacedSender(
      Channel channel,
      InetSocketAddress to,
      byte[] session,
      TestPlan plan,
      long startNanos,
      int phase) {
    this.channel = channel;
    this.to = to;
    this.session = session;
    this.plan = plan;
    this.startNanos = startNanos + (long) plan.binMicros() * phase / plan.packetsPerBin();
    this.stream = new PacketStream(plan.packetBytes() - Datagram.HEADERS - Datagram.DATA_HEAD);
    this.digests = new byte[plan.packets()][0];
    this.most = Math.min(MOST_AT_ONCE, Math.max(LEAST_CATCH_UP, (int)
        (CATCH_UP_NANOS / 1_000 * plan.packetsPerBin() / plan.binMicros())));
  }

  /** Begins; the first packet goes when it is due. */
  void start() {
    schedule(System.nanoTime());
  }

  void stop() {
    stopped = true;
  }

  /** The digest of a packet; empty if it was not sent. */
  byte[] digest(int sequence) {
    return digests[sequence];
  }

  /** Packets that were not sent because they were late. */
  int late() {
    return late;
  }

  private long due(int sequence) {
    return startNanos + sequence * (plan.binMicros() * 1_000L) / plan.packetsPerBin();
  }

  private void schedule(long now) {
    if (!stopped && next < plan.packets()) {
      // a queue that is full would else drop the packets of always the same sender
      long turn = TURN_NANOS / 2 + random.nextLong(TURN_NANOS);
      long jitter = random.nextLong(Math.min(MOST_JITTER_NANOS, due(1) - due(0)));
      UdpChannels.at(channel, now + Math.max(turn, due(next) + jitter - now), this::turn);
    }
  }

  private void turn() {
    long now = System.nanoTime();
    while (next < plan.packets()
        && (now - due(next) > LATE_NANOS || !channel.isWritable())
        && due(next) <= now) {
      next++;
      late++;
    }
    int end = next;
    while (end < plan.packets() && due(end) <= now && end - next < most) {
      end++;
    }
    if (end > next) {
      send(end);
    }
    schedule(System.nanoTime());
  }

  private void send(int end) {
    int each = plan.packetBytes() - Datagram.HEADERS;
    ByteBuf out = channel.alloc().buffer((end - next) * each);
    for (; next < end; next++) {
      byte[] content = stream.next();
      digests[next] = stream.digest();
      new Datagram.Data(session, next).write(out);
      out.writeBytes(content);
    }
    UdpChannels.write(channel, to, out, each);
    channel.flush();
  }
}
