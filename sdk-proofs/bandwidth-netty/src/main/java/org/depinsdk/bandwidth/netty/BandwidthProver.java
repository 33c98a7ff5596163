package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;

/**
 * The device whose link is measured. It calls the challengers of an invitation, so that it works behind address translation,
 * and shows each what arrived of its packets while the test runs. A test of 250 Mbit/s costs 9.8 MB of traffic
 * and less than 1 MB of memory beside the kernel's buffer of up to 4 MB.
 */
public final class BandwidthProver {
  private static final long RETRY_NANOS = 100_000_000;
  private static final long ACK_AFTER_END_NANOS = 5_000_000;
  private static final int SHOWN_BINS = 4;
  private static final int REPEATS = 3;

  private final String network;
  private final DeviceSigner signer;
  private final EventLoopGroup loops;
  private final InstantSource clock;
  private final LongSupplier interfaceBytes;

  /**
   * A prover.
   *
   * @param network the network's name
   * @param signer of the device
   * @param loops at least one event loop; stays the caller's
   * @param clock for the start of tests
   * @param interfaceBytes bytes that the link has carried so far, both ways, for example of {@code
   *     /sys/class/net/eth0/statistics}; a constant if the device cannot tell
   */
  public BandwidthProver(
      String network,
      DeviceSigner signer,
      EventLoopGroup loops,
      InstantSource clock,
      LongSupplier interfaceBytes) {
    this.network = network;
    this.signer = signer;
    this.loops = loops;
    this.clock = clock;
    this.interfaceBytes = interfaceBytes;
    PacketStream.warmUp();
  }

  /**
   * Takes part in a test.
   *
   * @param invitation of the coordinator; the caller has checked {@link Invitation#isFrom}
   * @return what was received or sent, half a second after the end
   * @throws IOException if no socket can be opened or a challenger's name is unknown
   */
  public CompletableFuture<ProverTraffic> run(Invitation invitation) throws IOException {
    return new Run(invitation).start();
  }

  private final class Run {
    private final Invitation invitation;
    private final TestPlan plan;
    private final boolean download;
    private final Channel channel;
    private final long startNanos;
    private final long endNanos;
    private final MessageDigest sha256 = ReceivedPackets.sha256();
    private final Map<ByteBuffer, Peer> peers = new HashMap<>();
    private final CompletableFuture<ProverTraffic> done = new CompletableFuture<>();
    private long testBytes;
    private long bytesBefore;
    private long background;

    Run(Invitation invitation) throws IOException {
      this.invitation = invitation;
      this.plan = invitation.plan();
      this.download = plan.test().direction() == Direction.DOWNLOAD;
      this.startNanos =
          System.nanoTime() + Duration.between(clock.instant(), plan.start()).toNanos();
      this.endNanos = startNanos + plan.length().toNanos();
      this.channel = UdpChannels.bind(loops, new InetSocketAddress(0), this::receive);
    }

    CompletableFuture<ProverTraffic> start() throws IOException {
      channel.config().setAutoRead(true);
      for (int i = 0; i < plan.challengers().size(); i++) {
        InetSocketAddress address = invitation.addresses().get(i);
        DeviceId who = plan.challengers().get(i);
        Peer peer = new Peer(
            new InetSocketAddress(
                InetAddress.getByName(address.getHostString()), address.getPort()),
            who,
            invitation.signed().session(invitation.prover(), who),
            i);
        channel.eventLoop().execute(() -> {
          peers.put(ByteBuffer.wrap(peer.session), peer);
          peer.call();
        });
      }
      at(startNanos, () -> bytesBefore = interfaceBytes.getAsLong() - testBytes);
      at(
          endNanos,
          () -> background = Math.max(0, interfaceBytes.getAsLong() - testBytes - bytesBefore));
      at(endNanos + BandwidthChallenger.ANSWER_NANOS, this::finish);
      return done;
    }

    private void at(long nanos, Runnable what) {
      UdpChannels.at(channel, nanos, what);
    }

    private void receive(DatagramPacket packet) {
      ByteBuf in = packet.content();
      int length = in.readableBytes();
      Datagram datagram = Datagram.read(in).orElse(null);
      Peer peer = datagram == null ? null : peers.get(ByteBuffer.wrap(datagram.session()));
      if (peer == null || !peer.address.equals(packet.sender())) {
        return;
      }
      if (datagram instanceof Datagram.Data data) {
        testBytes += length + Datagram.HEADERS;
        peer.data(data.sequence(), in);
      } else if (datagram instanceof Datagram.Cookie cookie) {
        peer.join(cookie.cookie());
      } else if (datagram instanceof Datagram.Ping ping) {
        peer.joined = true;
        UdpChannels.send(channel, peer.address, new Datagram.Pong(peer.session, ping.number()));
      }
    }

    private void finish() {
      SortedMap<DeviceId, ProverTraffic.Packets> traffic = new TreeMap<>();
      peers
          .values()
          .forEach(peer -> traffic.put(
              peer.who, new ProverTraffic.Packets(peer.received.counts(), peer.received.answer())));
      UdpChannels.close(channel);
      done.complete(
          new ProverTraffic(plan.test(), Math.min(background, ProverTraffic.MAX_BYTES), traffic));
    }

    /** One challenger. */
    private final class Peer {
      private final InetSocketAddress address;
      private final DeviceId who;
      private final byte[] session;
      private final int place;
      private final ReceivedPackets received =
          new ReceivedPackets(plan.bins(), plan.packetsPerBin());
      private boolean joined;
      private int rounds;
      // what is shown again, because an answer can be lost
      private int repeats;

      Peer(InetSocketAddress address, DeviceId who, byte[] session, int place) {
        this.address = address;
        this.who = who;
        this.session = session;
        this.place = place;
      }

      // until the challenger has answered or the test has begun
      void call() {
        long now = System.nanoTime();
        if (!joined && now < startNanos) {
          UdpChannels.send(channel, address, new Datagram.Hello(session));
          at(now + RETRY_NANOS, this::call);
        }
      }

      void join(byte[] cookie) {
        if (joined) {
          return;
        }
        try {
          SignedPlan signed = invitation.signed();
          byte[] signature = signer.sign(SignedPlan.join(network, session, cookie));
          UdpChannels.send(
              channel,
              address,
              new Datagram.Join(
                  session,
                  cookie,
                  signed.bytes(),
                  signed.proverKey(),
                  signed.signature(),
                  signature));
        } catch (SigningException e) {
          // the next call asks for another cookie
          return;
        }
        if (rounds++ == 0) {
          if (download) {
            at(startNanos, this::show);
          } else {
            int phase = 1_000 * place / plan.challengers().size();
            new PacedSender(channel, address, session, plan, startNanos, phase).start();
          }
        }
      }

      void data(int sequence, ByteBuf content) {
        if (download && System.nanoTime() < endNanos + BandwidthChallenger.ANSWER_NANOS) {
          if (received.add(sequence, UdpChannels.digest(sha256, content))) {
            repeats = REPEATS;
          }
        }
      }

      // shows the newest bins while the test runs; afterwards whatever is new, three times in a row
      // and now and then
      private void show() {
        long now = System.nanoTime();
        if (now > endNanos + BandwidthChallenger.ANSWER_NANOS) {
          return;
        }
        boolean over = now > endNanos;
        int current =
            (int) Math.min(plan.bins(), (now - startNanos) / (plan.binMicros() * 1_000L) + 1);
        if (!over) {
          write(Math.max(0, current - SHOWN_BINS), current);
        } else if (repeats-- > 0 || rounds % 30 == 0) {
          for (int bin = 0; bin < plan.bins(); ) {
            bin = write(bin, plan.bins());
          }
        }
        rounds++;
        long next = over ? ACK_AFTER_END_NANOS : plan.binMicros() * 1_000L / 5;
        at(over ? now + next : Math.min(now + next, endNanos + 1), this::show);
      }

      private int write(int first, int behindLast) {
        ByteBuf out = channel.alloc().buffer(Datagram.MAX_BYTES);
        int end = Datagram.writeAck(out, session, received, plan, first, behindLast);
        UdpChannels.write(channel, address, out);
        channel.flush();
        return end;
      }
    }
  }
}
