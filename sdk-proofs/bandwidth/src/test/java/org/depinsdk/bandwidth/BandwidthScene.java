package org.depinsdk.bandwidth;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;

/** A coordinator, eight challengers of different operators, and two access points in one street. */
final class BandwidthScene {
  static final HexGrid GRID = HexGrid.load();
  static final Map<String, String> OFTEN =
      Map.of("mean-gap", "PT6H", "least-gap", "PT1H", "most-gap", "PT8H");

  final TestNetwork network = new TestNetwork();
  final DeviceId coordinator = network.device("coordinator", 90);
  final DeviceId prover = placed(1, 48.2, 16.37);
  final DeviceId neighbour = placed(2, 48.2, 16.37);
  final List<DeviceId> pool = new ArrayList<>();
  final List<Attributed<BandwidthReport>> evidence = new ArrayList<>();
  final SortedMap<String, String> links = new TreeMap<>();
  final SortedMap<String, String> capacities = new TreeMap<>();
  final SortedMap<String, String> pairs = new TreeMap<>();

  private long minutes;

  BandwidthScene() {
    for (int i = 0; i < 8; i++) {
      pool.add(placed(10 + i, 50.1, 8.6));
      capacities.put(pool.get(i).text(), "100000");
    }
    links.put(prover.text(), prover.text() + ";100000");
    links.put(neighbour.text(), neighbour.text() + ";100000");
    boolean ordered = prover.compareTo(neighbour) < 0;
    pairs.put(
        "pair-1",
        ordered ? prover.text() + ";" + neighbour.text() : neighbour.text() + ";" + prover.text());
  }

  private DeviceId placed(int operator, double latitude, double longitude) {
    return network.device(
        "access-point", operator, GRID.cellAt(GeoPoint.ofDegrees(latitude, longitude), 9));
  }

  ProofContext context(Map<String, String> settings) {
    return context(0, settings);
  }

  ProofContext context(int later, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(OFTEN);
    all.putAll(settings);
    return network
        .context(later, all)
        .with(Tables.NONE
            .with(LinkMember.LINKS.name(), links)
            .with(LinkMember.CHALLENGERS.name(), capacities)
            .with(LinkPair.PAIRS.name(), pairs));
  }

  LinkDraw draw(int later, String link) {
    return LinkDraw.verify(
            network.signer(coordinator).publicKey(), alpha(later, link), proof(later, link))
        .orElseThrow();
  }

  private byte[] alpha(int later, String link) {
    return LinkDraw.alpha(TestNetwork.NAME, network.epoch(later), TestNetwork.beacon(), link);
  }

  byte[] proof(int later, String link) {
    try {
      // the network's first device
      byte[] secret = ByteBuffer.allocate(32).putInt(28, 1).array();
      return LinkDraw.prove(KeyAlgorithm.ED25519, secret, alpha(later, link));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plan that the draw asks for: one second, 120 Mbit/s. */
  TestPlan plan(int later, int number, Direction direction, DeviceId... provers) {
    String link = links.get(provers[0].text()).split(";")[0];
    return plan(later, link, number, number, direction, provers);
  }

  /** The same of a link or pair, at a time and with challengers of the draw. */
  TestPlan plan(
      int later, String link, int number, int drawn, Direction direction, DeviceId... provers) {
    LinkDraw draw = draw(later, link);
    SortedMap<DeviceId, Long> eligible = PlanChecks.eligible(
        context(Map.of()).registry(),
        LinkMember.CHALLENGERS.rows(context(Map.of()).tables()),
        List.of(provers),
        network.epoch(later).start());
    Instant start = draw.times(
            network.epoch(later), BandwidthRules.of(context(Map.of()).config()).gaps())
        .get(drawn)
        .plusSeconds(direction == Direction.UPLOAD ? 5 : 0);
    List<DeviceId> sorted = new ArrayList<>(List.of(provers));
    Collections.sort(sorted);
    return new TestPlan(
        new TestName(link, number, direction),
        start,
        1_250,
        200,
        10,
        100_000,
        draw.challengers(drawn, eligible, 6, 20_000).orElseThrow(),
        sorted,
        proof(later, link));
  }

  TestPlan plan() {
    return plan(0, 0, Direction.DOWNLOAD, prover);
  }

  void report(DeviceId device, BandwidthReport report) {
    evidence.add(network.report(device, Duration.ofMinutes(++minutes), report));
  }

  /** Each challenger saw as many packets in each bin. */
  void seen(TestPlan plan, DeviceId by, int packets) {
    plan.challengers().forEach(one -> report(one, claim(plan, by, packets)));
  }

  static ObservedTraffic claim(TestPlan plan, DeviceId prover, int packets) {
    return new ObservedTraffic(
        plan.test(),
        prover,
        true,
        0,
        (int) plan.micros(),
        0,
        new ObservedTraffic.Ping(20_000, 21_000, 500, 10, 10),
        Collections.nCopies(plan.bins(), packets),
        new byte[ReceivedPackets.ANSWER_BYTES]);
  }

  static ObservedTraffic absent(TestPlan plan, DeviceId prover) {
    return ObservedTraffic.notReached(plan.test(), prover);
  }

  void change(DeviceId device, RegistryChange change) {
    network.change(TestNetwork.START.minusSeconds(10), device, change);
  }

  TestEngine.Judged judge(Map<String, String> settings) {
    return TestEngine.judge(
        new BandwidthVerifier(GRID), evidence, context(settings), new TreeMap<>());
  }

  static Verdict of(List<Verdict> verdicts, DeviceId device) {
    return verdicts.stream().filter(v -> v.device().equals(device)).findFirst().orElseThrow();
  }

  Verdict verdict(Map<String, String> settings) {
    return of(judge(settings).verdicts(), prover);
  }
}
