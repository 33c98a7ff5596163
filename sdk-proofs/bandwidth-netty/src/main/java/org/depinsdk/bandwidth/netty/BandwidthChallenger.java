package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

/**
 * A server that measures provers. It sends nothing to an address that has not shown that it receives: the answer to a first
 * datagram is shorter than that, and everything else needs the cookie of that answer back, a plan that the coordinator signed
 * and the prover's signature. What is malformed, of a wrong length or too frequent is dropped before any signature is checked.
 *
 * <p>It needs about 100 kB for a session, and 32 bytes for each packet of a test.
 */
public final class BandwidthChallenger implements AutoCloseable {
  /** How long after the end of a test packets and answers count, in nanoseconds. */
  static final long ANSWER_NANOS = 500_000_000;

  /** Most tests at once. */
  public static final int MAX_SESSIONS = 64;

  private static final int MAX_REMEMBERED = 4_096;
  private static final long HELLOS_PER_SECOND = 2_000;
  private static final long JOINS_PER_SECOND = 100;
  private static final Duration EARLIEST = Duration.ofMinutes(2);

  /**
   * Who a challenger is, and for whom it works.
   *
   * @param network the network's name
   * @param self the challenger's id
   * @param coordinator whose plans it follows
   * @param capacityKbps how much it sends or receives at most, all tests together
   */
  public record Identity(String network, DeviceId self, DeviceKey coordinator, long capacityKbps) {}

  private record Session(ChallengerSession state, InetSocketAddress prover, long kbps) {}

  private final Identity identity;
  private final InstantSource clock;
  private final Consumer<ObservedTraffic> claims;
  private final Channel channel;
  private final Cookies cookies = new Cookies();
  private final MessageDigest sha256 = ReceivedPackets.sha256();
  private final Map<ByteBuffer, Session> sessions = new HashMap<>();
  // sessions that have begun or whose prover was absent, so that nothing is done twice
  private final Map<ByteBuffer, Boolean> known = new HashMap<>();
  private final RateLimit hellos;
  private final RateLimit joins;
  private long takenKbps;

  private BandwidthChallenger(
      Identity identity,
      InetSocketAddress listen,
      EventLoopGroup loops,
      InstantSource clock,
      Consumer<ObservedTraffic> claims)
      throws IOException {
    this.identity = identity;
    this.clock = clock;
    this.claims = claims;
    this.hellos = new RateLimit(HELLOS_PER_SECOND, System.nanoTime());
    this.joins = new RateLimit(JOINS_PER_SECOND, System.nanoTime());
    this.channel = UdpChannels.bind(loops, listen, this::receive);
  }

  /**
   * Starts.
   *
   * @param identity who it is
   * @param listen address and port
   * @param loops at least one event loop; stays the caller's
   * @param clock for the start of tests
   * @param claims takes what was seen of each test, on an event loop
   * @return a running challenger
   * @throws IOException if the port cannot be bound
   */
  public static BandwidthChallenger start(
      Identity identity,
      InetSocketAddress listen,
      EventLoopGroup loops,
      InstantSource clock,
      Consumer<ObservedTraffic> claims)
      throws IOException {
    PacketStream.warmUp();
    BandwidthChallenger challenger =
        new BandwidthChallenger(identity, listen, loops, clock, claims);
    challenger.channel.config().setAutoRead(true);
    return challenger;
  }

  /**
   * Where it listens.
   *
   * @return address and port
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /**
   * Notifies it of a test to come, so that it claims the prover's absence if the prover does not join.
   *
   * @param invitation of the coordinator; another's is ignored
   */
  public void expect(Invitation invitation) {
    if (!invitation.isFrom(identity.coordinator())) {
      return;
    }
    TestPlan plan = invitation.plan();
    ByteBuffer key =
        ByteBuffer.wrap(invitation.signed().session(invitation.prover(), identity.self()));
    long over = System.nanoTime()
        + Duration.between(clock.instant(), plan.start().plus(plan.length())).toNanos()
        + ANSWER_NANOS;
    UdpChannels.at(channel, over, () -> {
      if (plan.challengers().contains(identity.self()) && known.putIfAbsent(key, true) == null) {
        claims.accept(ObservedTraffic.notReached(plan.test(), invitation.prover()));
      }
    });
  }

  private void receive(DatagramPacket packet) {
    ByteBuf in = packet.content();
    Datagram datagram = Datagram.read(in).orElse(null);
    if (datagram instanceof Datagram.Hello hello) {
      if (hellos.passes(System.nanoTime())) {
        byte[] cookie = cookies.of(packet.sender(), hello.session(), System.nanoTime());
        UdpChannels.send(channel, packet.sender(), new Datagram.Cookie(hello.session(), cookie));
      }
      return;
    }
    if (datagram instanceof Datagram.Join join) {
      join(join, packet.sender());
      return;
    }
    Session session = datagram == null ? null : sessions.get(ByteBuffer.wrap(datagram.session()));
    if (session == null || !session.prover.equals(packet.sender())) {
      return;
    }
    if (datagram instanceof Datagram.Pong pong) {
      session.state.pong(pong.number());
    } else if (datagram instanceof Datagram.Ack ack) {
      session.state.ack(ack.firstBin(), ack.bins());
    } else if (datagram instanceof Datagram.Data data) {
      session.state.data(data.sequence(), UdpChannels.digest(sha256, in));
    }
  }

  private void join(Datagram.Join join, InetSocketAddress from) {
    long now = System.nanoTime();
    ByteBuffer key = ByteBuffer.wrap(join.session());
    if (!cookies.isGood(from, join.session(), now, join.cookie())
        || known.containsKey(key)
        || known.size() >= MAX_REMEMBERED
        || sessions.size() >= MAX_SESSIONS
        || !joins.passes(now)) {
      return;
    }
    try {
      SignedPlan signed = SignedPlan.read(
          identity.network(), join.plan(), join.proverKey(), join.coordinatorSignature());
      TestPlan plan = signed.plan();
      DeviceId prover = prover(signed, join.session());
      Instant instant = clock.instant();
      long kbps = plan.offeredKbps() / plan.challengers().size();
      if (prover == null
          || plan.start().isBefore(instant)
          || plan.start().isAfter(instant.plus(EARLIEST))
          || takenKbps + kbps > identity.capacityKbps()
          || !signed.isSignedBy(identity.coordinator())
          || !signed
              .key()
              .verify(
                  SignedPlan.join(identity.network(), join.session(), join.cookie()),
                  join.proverSignature())) {
        return;
      }
      begin(
          key,
          plan,
          prover,
          from,
          kbps,
          now + Duration.between(instant, plan.start()).toNanos());
    } catch (MalformedEvidenceException | InvalidKeyException e) {
      // dropped, as all that does not fit
    }
  }

  private @Nullable DeviceId prover(SignedPlan signed, byte[] session) {
    return signed.plan().challengers().contains(identity.self())
        ? signed.plan().provers().stream()
            .filter(one -> Arrays.equals(session, signed.session(one, identity.self())))
            .findFirst()
            .orElse(null)
        : null;
  }

  private void begin(
      ByteBuffer key,
      TestPlan plan,
      DeviceId prover,
      InetSocketAddress from,
      long kbps,
      long startNanos) {
    known.put(key, true);
    takenKbps += kbps;
    ChallengerSession state = new ChallengerSession(
        channel,
        from,
        key.array(),
        prover,
        plan,
        plan.challengers().indexOf(identity.self()),
        startNanos,
        claim -> {
          sessions.remove(key);
          takenKbps -= kbps;
          // a plan of the past is refused by its start
          UdpChannels.at(
              channel, System.nanoTime() + EARLIEST.toNanos() * 2, () -> known.remove(key));
          claims.accept(claim);
        });
    sessions.put(key, new Session(state, from, kbps));
    state.start();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
