package org.depinsdk.bandwidth.netty;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.jspecify.annotations.Nullable;

/** One test of one prover, on the challenger's side. Runs on the channel's event loop alone. */
final class ChallengerSession {
  private static final int PINGS = 10;
  private static final long PING_NANOS = 20_000_000;
  // the last ping has to be answered before the link fills
  private static final long QUIET_NANOS = 100_000_000;

  private final Channel channel;
  private final InetSocketAddress prover;
  private final byte[] session;
  private final DeviceId who;
  private final TestPlan plan;
  private final int place;
  private final long startNanos;
  private final Consumer<ObservedTraffic> done;
  private final RoundTrips trips = new RoundTrips();
  private final ReceivedPackets received;
  // of a download: how many packets of each bin were shown, and the digests folded
  private final int[] shown;
  private final byte[][] folded;
  private @Nullable PacedSender sender;
  private long begunNanos;
  private long lastNanos;

  ChallengerSession(
      Channel channel,
      InetSocketAddress prover,
      byte[] session,
      DeviceId who,
      TestPlan plan,
      int place,
      long startNanos,
      Consumer<ObservedTraffic> done) {
    this.channel = channel;
    this.prover = prover;
    this.session = session;
    this.who = who;
    this.plan = plan;
    this.place = place;
    this.startNanos = startNanos;
    this.begunNanos = startNanos;
    this.lastNanos = startNanos;
    this.done = done;
    this.received = new ReceivedPackets(plan.bins(), plan.packetsPerBin());
    this.shown = new int[plan.bins()];
    this.folded = new byte[plan.bins()][ReceivedPackets.DIGEST_BYTES];
  }

  void start() {
    ping();
    at(startNanos - QUIET_NANOS / 2, this::begin);
    at(startNanos + plan.length().toNanos() + BandwidthChallenger.ANSWER_NANOS, this::finish);
  }

  private void at(long nanos, Runnable what) {
    UdpChannels.at(channel, nanos, what);
  }

  private void ping() {
    long now = System.nanoTime();
    if (trips.count() < PINGS && (now < startNanos - QUIET_NANOS || trips.count() == 0)) {
      UdpChannels.send(channel, prover, new Datagram.Ping(session, trips.sent(now)));
      at(now + PING_NANOS, this::ping);
    }
  }

  // traffic of all challengers is to arrive at the same moment, so each begins half a round trip
  // before
  private void begin() {
    if (plan.test().direction() == Direction.DOWNLOAD) {
      begunNanos = startNanos - trips.leastMicros() * 500L;
      lastNanos = begunNanos;
      int phase = 1_000 * place / plan.challengers().size();
      sender = new PacedSender(channel, prover, session, plan, begunNanos, phase);
      sender.start();
    }
  }

  void pong(int number) {
    trips.answered(number, System.nanoTime());
  }

  /** A packet of an upload. */
  void data(int sequence, byte[] digest) {
    long now = System.nanoTime();
    if (plan.test().direction() == Direction.UPLOAD && received.add(sequence, digest)) {
      lastNanos = now;
    }
  }

  /** The prover shows what arrived; what it shows counts if the digests are those of what was sent. */
  void ack(int firstBin, List<Datagram.Bin> bins) {
    if (sender == null || firstBin + bins.size() > plan.bins()) {
      return;
    }
    for (int i = 0; i < bins.size(); i++) {
      int bin = firstBin + i;
      BitSet arrived = bins.get(i).arrived();
      if (arrived.cardinality() > shown[bin]
          && MessageDigest.isEqual(expected(bin, arrived), bins.get(i).folded())) {
        shown[bin] = arrived.cardinality();
        folded[bin] = bins.get(i).folded();
        lastNanos = System.nanoTime();
      }
    }
  }

  // of a packet that was never sent nobody knows the digest
  private byte[] expected(int bin, BitSet arrived) {
    byte[] sum = new byte[ReceivedPackets.DIGEST_BYTES];
    if (sender == null || arrived.length() > plan.packetsPerBin()) {
      return new byte[0];
    }
    for (int packet = arrived.nextSetBit(0); packet >= 0; packet = arrived.nextSetBit(packet + 1)) {
      byte[] digest = sender.digest(bin * plan.packetsPerBin() + packet);
      if (digest.length == 0) {
        return new byte[0];
      }
      ReceivedPackets.fold(sum, digest);
    }
    return sum;
  }

  private void finish() {
    boolean upload = plan.test().direction() == Direction.UPLOAD;
    if (sender != null) {
      sender.stop();
    }
    if (!channel.isActive()) {
      // the challenger was closed in the middle: it has seen nothing to speak of
      return;
    }
    done.accept(new ObservedTraffic(
        plan.test(),
        who,
        true,
        (int) ((begunNanos - startNanos) / 1_000),
        (int) ((lastNanos - begunNanos) / 1_000),
        sender == null ? 0 : sender.late(),
        trips.result(),
        upload ? received.counts() : Arrays.stream(shown).boxed().toList(),
        upload ? received.answer() : answer()));
  }

  private byte[] answer() {
    MessageDigest sha256 = ReceivedPackets.sha256();
    for (byte[] bin : folded) {
      sha256.update(bin);
    }
    return sha256.digest();
  }
}
