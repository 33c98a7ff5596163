package org.depinsdk.bandwidth.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

/**
 * Where devices wait for tests. Provers and challengers connect to it over TCP and stay connected, so that it reaches those
 * behind address translation too. Each shows its key; who is there and free is asked before a test, and its invitation goes to
 * all who take part. Nothing that passes is secret, and every invitation is signed, so that the connection needs no TLS.
 */
public final class CoordinatorServer implements AutoCloseable {
  /** Most connections; others are closed at once. */
  public static final int MAX_CONNECTIONS = 10_000;

  private static final long ATTENDANCES_PER_SECOND = 200;
  private static final long ATTEND_SECONDS = 10;
  private static final Duration AFTER_TEST = Duration.ofSeconds(1);

  private final String network;
  private final BandwidthCoordinator coordinator;
  private final Function<DeviceId, Optional<DeviceKey>> registry;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<DeviceId, Channel> present = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final RateLimit attendances = new RateLimit(ATTENDANCES_PER_SECOND, System.nanoTime());
  private final Channel channel;

  private CoordinatorServer(
      String network,
      BandwidthCoordinator coordinator,
      Function<DeviceId, Optional<DeviceKey>> registry,
      InetSocketAddress listen,
      EventLoopGroup loops,
      InstantSource clock)
      throws IOException {
    this.network = network;
    this.coordinator = coordinator;
    this.registry = registry;
    this.clock = clock;
    ChannelFuture bound = MeasurementLoops.tcpServer(loops)
        .childHandler(Frames.pipeline(Connection::new))
        .bind(listen)
        .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen at " + listen, bound.cause());
    }
    channel = bound.channel();
  }

  /**
   * Starts.
   *
   * @param network the network's name
   * @param coordinator the coordinator; challengers that connect are added to it
   * @param registry the key of an active device, empty for any other id
   * @param listen address and port
   * @param loops at least one event loop; stays the caller's
   * @param clock for the end of tests
   * @return a running server
   * @throws IOException if the port cannot be bound
   */
  public static CoordinatorServer start(
      String network,
      BandwidthCoordinator coordinator,
      Function<DeviceId, Optional<DeviceKey>> registry,
      InetSocketAddress listen,
      EventLoopGroup loops,
      InstantSource clock)
      throws IOException {
    return new CoordinatorServer(network, coordinator, registry, listen, loops, clock);
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
   * Whether a device is connected.
   *
   * @param device a prover or challenger
   * @return true if it has shown its key
   */
  public boolean isPresent(DeviceId device) {
    return present.containsKey(device);
  }

  /**
   * Invites to a test: its challengers, so that they can say that a prover did not come, and its provers.
   *
   * @param plan as the draw gives it
   * @return false if a challenger is not there or too busy: put the test off. A prover that is not there is absent, which is no
   *     reason to do so
   * @throws SigningException if the coordinator's signer cannot sign now
   */
  public boolean invite(TestPlan plan) throws SigningException {
    Map<DeviceId, DeviceKey> keys = new HashMap<>();
    for (DeviceId prover : plan.provers()) {
      registry.apply(prover).ifPresent(key -> keys.put(prover, key));
    }
    Optional<List<Invitation>> invitations =
        keys.size() == plan.provers().size() ? coordinator.invite(plan, keys) : Optional.empty();
    invitations.ifPresent(all -> {
      for (Invitation invitation : all) {
        byte[] bytes = invitation.encode();
        plan.challengers().forEach(challenger -> send(challenger, bytes));
        send(invitation.prover(), bytes);
      }
      Duration over = Duration.between(clock.instant(), plan.start().plus(plan.length()));
      UdpChannels.at(
          channel,
          System.nanoTime() + over.plus(AFTER_TEST).toNanos(),
          () -> coordinator.release(plan));
    });
    return invitations.isPresent();
  }

  private void send(DeviceId device, byte[] message) {
    Channel to = present.get(device);
    if (to != null) {
      Frames.write(to, message);
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    present.values().forEach(UdpChannels::close);
  }

  private synchronized boolean mayAttend() {
    return attendances.passes(System.nanoTime());
  }

  /** One device's. */
  private final class Connection extends Frames {
    private final byte[] nonce = new byte[Attendance.NONCE_BYTES];
    private @Nullable Attendance attendance;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    void opened(Channel connection) {
      if (connections.incrementAndGet() > MAX_CONNECTIONS) {
        connection.close();
        return;
      }
      random.nextBytes(nonce);
      write(connection, nonce);
      connection
          .eventLoop()
          .schedule(
              () -> {
                if (attendance == null) {
                  connection.close();
                }
              },
              ATTEND_SECONDS,
              TimeUnit.SECONDS);
    }

    @Override
    void read(Channel connection, byte[] message) {
      if (attendance != null || !mayAttend()) {
        UdpChannels.close(connection);
        return;
      }
      try {
        Attendance said = Attendance.decode(message);
        if (registry
            .apply(said.device())
            .filter(key -> key.verify(said.payload(network, nonce), said.signature()))
            .isEmpty()) {
          UdpChannels.close(connection);
          return;
        }
        attendance = said;
        if (said.isChallenger()) {
          InetSocketAddress from = (InetSocketAddress) connection.remoteAddress();
          coordinator.add(
              said.device(),
              new InetSocketAddress(from.getAddress(), said.port()),
              said.capacityKbps());
        }
        Channel before = present.put(said.device(), connection);
        if (before != null) {
          UdpChannels.close(before);
        }
      } catch (MalformedEvidenceException e) {
        UdpChannels.close(connection);
      }
    }

    @Override
    void closed(Channel connection) {
      connections.decrementAndGet();
      if (attendance != null && present.remove(attendance.device(), connection)) {
        coordinator.remove(attendance.device());
      }
    }
  }
}
