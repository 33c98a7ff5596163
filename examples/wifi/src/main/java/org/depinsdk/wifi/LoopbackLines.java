package org.depinsdk.wifi;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.bandwidth.netty.BandwidthChallenger;
import org.depinsdk.bandwidth.netty.BandwidthCoordinator;
import org.depinsdk.bandwidth.netty.BandwidthProver;
import org.depinsdk.bandwidth.netty.Invitation;
import org.depinsdk.bandwidth.netty.MeasurementLoops;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.lab.Line;
import org.depinsdk.lab.Relay;

/**
 * Measures by packets over UDP on this machine, as on any network: between an access point and each of its challengers stands a
 * relay that lets through what the access point's line carries.
 */
final class LoopbackLines implements Lines {
  private static final Duration LEAD = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int DELAY_MILLIS = 5;

  private record Key(TestName test, DeviceId prover) {}

  private record Claim(DeviceId challenger, ObservedTraffic seen) {}

  private final DeviceSigner coordinator;
  private final Duration wait;
  private final EventLoopGroup loops = MeasurementLoops.start(2);
  private final Map<DeviceId, BandwidthChallenger> challengers = new HashMap<>();
  private final Map<Key, BlockingQueue<Claim>> claims = new ConcurrentHashMap<>();

  LoopbackLines(Seed seed) throws IOException {
    this(seed, WAIT);
  }

  /** Lines that wait so long for each side of a test. */
  LoopbackLines(Seed seed, Duration wait) throws IOException {
    this.wait = wait;
    coordinator = Fleet.coordinator(seed).signer();
    for (Fleet.Member one : Fleet.challengers(seed)) {
      challengers.put(
          one.id(),
          BandwidthChallenger.start(
              new BandwidthChallenger.Identity(
                  WifiPolicy.NETWORK,
                  one.id(),
                  coordinator.publicKey(),
                  WifiPolicy.CHALLENGER_KBPS),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              loops,
              InstantSource.system(),
              seen -> claim(new Claim(one.id(), seen))));
    }
  }

  // of a test that nobody waits for any more it is dropped
  private void claim(Claim claim) {
    Optional.ofNullable(claims.get(new Key(claim.seen.test(), claim.seen.prover())))
        .ifPresent(queue -> queue.add(claim));
  }

  @Override
  public Outcome measure(Fleet.AccessPoint who, TestPlan drawn)
      throws SigningException, InterruptedException {
    TestPlan plan = new TestPlan(
        drawn.test(),
        Instant.now().plus(LEAD),
        drawn.packetBytes(),
        drawn.packetsPerBin(),
        drawn.bins(),
        drawn.binMicros(),
        drawn.challengers(),
        drawn.provers(),
        drawn.drawProof());
    Key key = new Key(plan.test(), who.self().id());
    BlockingQueue<Claim> queue = new LinkedBlockingQueue<>();
    claims.put(key, queue);
    List<Relay> relays = new ArrayList<>();
    try {
      Invitation invitation = invite(who, plan, relays);
      challengers.values().forEach(one -> one.expect(invitation));
      Optional<ProverTraffic> had = who.behaviour() == Fleet.Behaviour.UPTIME_LIAR
          ? Optional.empty()
          : Optional.of(had(who, invitation));
      SortedMap<DeviceId, ObservedTraffic> seen = new TreeMap<>();
      for (int i = 0; i < plan.challengers().size(); i++) {
        Optional.ofNullable(queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS))
            .ifPresent(claim -> seen.put(claim.challenger, claim.seen));
      }
      return new Measured(plan, seen, had);
    } catch (IOException | ExecutionException e) {
      return new Lost(plan, who.name() + " failed: " + e.getMessage());
    } catch (TimeoutException e) {
      return new Lost(plan, who.name() + " did not end its test within " + wait);
    } finally {
      claims.remove(key);
      relays.forEach(Relay::close);
    }
  }

  private Invitation invite(Fleet.AccessPoint who, TestPlan plan, List<Relay> relays)
      throws SigningException {
    EventLoopGroup loop = loops.next();
    Line line = new Line(who.line().carriesKbps());
    BandwidthCoordinator planner = new BandwidthCoordinator(WifiPolicy.NETWORK, coordinator);
    for (DeviceId challenger : plan.challengers()) {
      InetSocketAddress address =
          Objects.requireNonNull(challengers.get(challenger)).address();
      Relay relay = new Relay(loop, address, line, DELAY_MILLIS, 0, relays.size());
      relays.add(relay);
      planner.add(challenger, relay.address(), WifiPolicy.CHALLENGER_KBPS);
    }
    return planner
        .invite(plan, Map.of(who.self().id(), who.self().signer().publicKey()))
        .orElseThrow()
        .get(0);
  }

  private ProverTraffic had(Fleet.AccessPoint who, Invitation invitation)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    BandwidthProver prover = new BandwidthProver(
        WifiPolicy.NETWORK, who.self().signer(), loops, InstantSource.system(), () -> 0);
    return prover.run(invitation).get(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    challengers.values().forEach(BandwidthChallenger::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
