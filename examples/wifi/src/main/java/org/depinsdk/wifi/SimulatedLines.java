package org.depinsdk.wifi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;

/**
 * Lines whose packets are counted instead of sent, so that a run repeats: what a line cannot carry is lost, evenly but for some
 * packets that the seed decides.
 */
final class SimulatedLines implements Lines {
  private static final int NOISE = 2;

  private final Seed seed;

  SimulatedLines(Seed seed) {
    this.seed = seed;
  }

  @Override
  public Outcome measure(Fleet.AccessPoint who, TestPlan plan) {
    SortedMap<DeviceId, ObservedTraffic> seen = new TreeMap<>();
    SortedMap<DeviceId, ProverTraffic.Packets> had = new TreeMap<>();
    boolean away = who.behaviour() == Fleet.Behaviour.UPTIME_LIAR;
    for (DeviceId challenger : plan.challengers()) {
      if (away) {
        seen.put(challenger, ObservedTraffic.notReached(plan.test(), who.self().id()));
      } else {
        ObservedTraffic claim = claim(who, plan, challenger);
        seen.put(challenger, claim);
        had.put(challenger, new ProverTraffic.Packets(claim.delivered(), claim.answer()));
      }
    }
    return new Measured(
        plan, seen, away ? Optional.empty() : Optional.of(new ProverTraffic(plan.test(), 0, had)));
  }

  private ObservedTraffic claim(Fleet.AccessPoint who, TestPlan plan, DeviceId challenger) {
    String name = plan.start() + "/" + who.name() + "/" + challenger.text();
    long arrive = who.line().carriesKbps()
        * plan.binMicros()
        / (8_000L * plan.packetBytes() * plan.challengers().size());
    List<Integer> delivered = new ArrayList<>();
    for (int bin = 0; bin < plan.bins(); bin++) {
      long noise = seed.number(name + "/" + bin, 2 * NOISE + 1) - NOISE;
      delivered.add((int) Math.max(0, Math.min(plan.packetsPerBin(), arrive + noise)));
    }
    int trip = 8_000 + (int) seed.number(name, 12_000);
    return new ObservedTraffic(
        plan.test(),
        who.self().id(),
        true,
        -trip / 2,
        (int) plan.micros() + trip,
        0,
        new ObservedTraffic.Ping(trip, trip + 500, 300, 10, 10),
        Collections.unmodifiableList(delivered),
        seed.bytes(name));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
