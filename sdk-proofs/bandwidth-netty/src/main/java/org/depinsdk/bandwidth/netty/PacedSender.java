package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.depinsdk.bandwidth.TestPlan;

/**
 * Sends the packets of a plan by an absolute schedule: packet k is due at the start plus k times the distance, whatever was
 * late before. After a pause it catches up with a few packets at a time; those that are more than 20 ms overdue are not sent
 * any more and count as late. Runs on the channel's event loop alone.
 */
final class PacedSender {
  private static final long LATE_NANOS = 20_000_000;
  // how much of the schedule is caught up in one turn
  private static final long CATCH_UP_NANOS = 4_000_000;
  private static final int LEAST_CATCH_UP = 2;
  private static final long TURN_NANOS = 500_000;

  private final Channel channel;
  private final InetSocketAddress to;
  private final byte[] session;
  private final TestPlan plan;
  private final long startNanos;
  private final PacketStream stream;
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
    this.most = Math.max(
        LEAST_CATCH_UP, (int) (CATCH_UP_NANOS / 1_000 * plan.packetsPerBin() / plan.binMicros()));
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
      UdpChannels.at(channel, now + Math.max(TURN_NANOS, due(next) - now), this::turn);
    }
  }

  private void turn() {
    long now = System.nanoTime();
    for (int sent = 0; next < plan.packets() && due(next) <= now && sent < most; next++) {
      if (now - due(next) > LATE_NANOS || !channel.isWritable()) {
        late++;
      } else {
        send(next);
        sent++;
      }
    }
    channel.flush();
    schedule(System.nanoTime());
  }

  private void send(int sequence) {
    byte[] content = stream.next();
    digests[sequence] = stream.digest();
    ByteBuf out = channel.alloc().buffer(Datagram.DATA_HEAD + content.length);
    new Datagram.Data(session, sequence).write(out);
    UdpChannels.write(channel, to, out.writeBytes(content));
  }
}
