package org.depinsdk.wifi;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.bandwidth.BandwidthReport;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.LinkDraw;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.bandwidth.TestSize;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.proofs.EvidenceCodec;

/**
 * The coordinator of bandwidth and its challengers. In each interval it makes the tests that the draw has put there, and everyone
 * reports. The first two challengers work for the access point that claims more than it has: they say that everything arrived.
 */
final class BandwidthTests implements AutoCloseable {
  private static final EvidenceCodec<BandwidthReport> CODEC = new BandwidthVerifier().codec();
  private static final int CORRUPTED = 2;
  private static final int AT_ONCE = 8;

  private final World world;
  private final Lines lines;
  private final DeviceKey drawKey;
  private final DeviceAgent coordinator;
  private final Map<DeviceId, DeviceAgent> challengers = new HashMap<>();
  private final List<DeviceId> corrupted;
  private final SortedMap<DeviceId, Long> pool = new TreeMap<>();
  private final ExecutorService threads;
  private final List<Future<Void>> running = new ArrayList<>();
  private final Queue<Lines.Lost> lost = new ConcurrentLinkedQueue<>();
  // what is left of the epoch, by access point
  private final Map<DeviceId, Queue<TestPlan>> plans = new HashMap<>();

  BandwidthTests(World world, Lines lines) throws IOException {
    this.world = world;
    this.lines = lines;
    // one after the other, a run repeats
    this.threads = Executors.newFixedThreadPool(world.timing().stepped() ? 1 : AT_ONCE);
    Fleet.Member planner = Fleet.coordinator(world.seed());
    this.drawKey = planner.signer().publicKey();
    this.coordinator = AccessPointAgent.agent(planner, world);
    List<Fleet.Member> members = Fleet.challengers(world.seed());
    for (Fleet.Member one : members) {
      challengers.put(one.id(), AccessPointAgent.agent(one, world));
      pool.put(one.id(), WifiPolicy.CHALLENGER_KBPS);
    }
    corrupted = members.stream().limit(CORRUPTED).map(Fleet.Member::id).toList();
  }

  /**
   * Begins the tests that have become due since the last interval; the last of an epoch waits for all of them. By the system clock
   * it begins none: they would end in the epoch after.
   */
  void interval(long epoch, int number, List<AccessPointAgent> agents)
      throws IOException, InterruptedException {
    Instant now = world.timing().moment(epoch, number);
    boolean last = number == world.timing().intervals() - 1;
    for (AccessPointAgent agent : agents) {
      if (agent.who().behaviour() == Fleet.Behaviour.FORGER) {
        // whom the network did not let in is not tested
        continue;
      }
      DeviceId device = agent.who().self().id();
      if (number == 0) {
        plans.put(device, plans(agent.who(), epoch));
      }
      Queue<TestPlan> left = Objects.requireNonNull(plans.get(device));
      while (!left.isEmpty()
          && !left.element().start().isAfter(now)
          && (world.timing().stepped() || !last)) {
        TestPlan plan = left.remove();
        running.add(threads.submit(() -> {
          make(agent, plan);
          return null;
        }));
      }
    }
    if (world.timing().stepped() || last) {
      finish();
    }
  }

  /** The tests that were not measured, up to the last interval of an epoch that is over. */
  List<Lines.Lost> lost() {
    return List.copyOf(lost);
  }

  private void finish() throws IOException, InterruptedException {
    for (Future<Void> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IOException("a test of bandwidth failed: " + e.getMessage(), e);
      }
    }
    running.clear();
    coordinator.forward();
    for (DeviceAgent challenger : challengers.values()) {
      challenger.forward();
    }
  }

  private Queue<TestPlan> plans(Fleet.AccessPoint who, long number) {
    Epoch epoch = WifiPolicy.schedule(world.timing()).at(number);
    String link = who.self().id().text();
    byte[] alpha = LinkDraw.alpha(
        WifiPolicy.NETWORK,
        epoch,
        VerifiedBeacon.demo(epoch, WifiNetwork.randomness(world.seed(), epoch)).beacon(),
        link);
    byte[] proof = prove(alpha);
    LinkDraw draw = LinkDraw.verify(drawKey, alpha, proof).orElseThrow();
    List<Instant> times = draw.times(epoch, WifiPolicy.gaps(world.timing()));
    Queue<TestPlan> all = new ArrayDeque<>();
    for (int i = 0; i < times.size(); i++) {
      all.add(plan(who, draw, proof, i, times.get(i)));
    }
    return all;
  }

  private TestPlan plan(
      Fleet.AccessPoint who, LinkDraw draw, byte[] proof, int number, Instant start) {
    TestSize size =
        TestSize.of(who.line().claimedKbps(), TestSize.FILLING_E2, WifiPolicy.DRAWN_CHALLENGERS);
    return TestPlan.of(
        new TestName(who.self().id().text(), number, Direction.DOWNLOAD),
        start,
        size,
        // every challenger has the rate that a test needs
        draw.challengers(number, pool, WifiPolicy.DRAWN_CHALLENGERS, 1).orElseThrow(),
        List.of(who.self().id()),
        proof);
  }

  private byte[] prove(byte[] alpha) {
    try {
      return LinkDraw.prove(KeyAlgorithm.ED25519, Fleet.coordinatorSecret(world.seed()), alpha);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the coordinator has an Ed25519 key", e);
    }
  }

  private void make(AccessPointAgent agent, TestPlan drawn)
      throws IOException, SigningException, InterruptedException {
    Lines.Outcome outcome = lines.measure(agent.who(), drawn);
    if (outcome instanceof Lines.Lost one) {
      lost.add(one);
    } else if (outcome instanceof Lines.Measured one) {
      report(agent, one);
    }
  }

  private void report(AccessPointAgent agent, Lines.Measured outcome)
      throws IOException, SigningException {
    report(coordinator, outcome.plan());
    for (Map.Entry<DeviceId, ObservedTraffic> one : outcome.seen().entrySet()) {
      boolean lies = agent.who().behaviour() == Fleet.Behaviour.BANDWIDTH_LIAR
          && corrupted.contains(one.getKey());
      report(
          Objects.requireNonNull(challengers.get(one.getKey())),
          lies ? everythingArrived(outcome.plan(), one.getValue()) : one.getValue());
    }
    if (outcome.had().isPresent()) {
      agent.report(outcome.had().get());
    }
  }

  private static ObservedTraffic everythingArrived(TestPlan plan, ObservedTraffic seen) {
    return new ObservedTraffic(
        seen.test(),
        seen.prover(),
        true,
        seen.startMicros(),
        (int) plan.micros(),
        0,
        seen.ping(),
        Collections.nCopies(plan.bins(), plan.packetsPerBin()),
        seen.answer());
  }

  private static void report(DeviceAgent agent, BandwidthReport report)
      throws IOException, SigningException {
    agent.report(BandwidthVerifier.KIND, CODEC.encode(report), Provenance.SIMULATED);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    lines.close();
    coordinator.close();
    for (DeviceAgent one : challengers.values()) {
      one.close();
    }
  }
}
