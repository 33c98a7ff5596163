package org.depinsdk.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.Discount;
import org.depinsdk.bandwidth.Estimate;
import org.depinsdk.bandwidth.Estimator;
import org.depinsdk.bandwidth.LinkPair;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.bandwidth.TestSize;
import org.depinsdk.bandwidth.netty.BandwidthCoordinator;
import org.depinsdk.bandwidth.netty.Invitation;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;

/** Runs tests over the shaped link and computes what a judge would. */
final class Lab implements AutoCloseable {
  private static final Estimator THIRD =
      new Estimator(Discount.corrupted(Devices.CHALLENGERS, 33), Discount.TRIM, 25, 980);
  private static final int START_MILLIS = 1_000;
  // until the processes have loaded their classes
  private static final int FIRST_START_MILLIS = 5_000;
  private static final int ANSWER_SECONDS = 10;

  private final LabProcess challengers;
  private final LabProcess provers;
  private int number;

  Lab(Namespaces namespaces) throws IOException, InterruptedException, SigningException {
    challengers = new LabProcess(namespaces, "c", ChallengersProcess.class);
    provers = new LabProcess(namespaces, "p", ProverProcess.class);
    run(Scenario.PLAIN, 20, FIRST_START_MILLIS, List.of(0));
    run(Scenario.PLAIN, 100, START_MILLIS, List.of(0));
  }

  Measurement run(Scenario scenario, int mbps)
      throws IOException, InterruptedException, SigningException {
    return switch (scenario) {
      case TWO_PROVERS -> run(scenario, mbps, START_MILLIS, List.of(0, 1));
      case UNKNOWN_PAIR -> {
        long alone = run(Scenario.PLAIN, mbps, START_MILLIS, List.of(0)).estimatedKbps()
            + run(Scenario.PLAIN, mbps, START_MILLIS, List.of(1)).estimatedKbps();
        Measurement both = run(scenario, mbps, START_MILLIS, List.of(0, 1));
        yield both.with(LinkPair.isShared(alone, both.withoutLeastKbps()));
      }
      default -> run(scenario, mbps, START_MILLIS, List.of(0));
    };
  }

  private Measurement run(Scenario scenario, int mbps, int startMillis, List<Integer> devices)
      throws IOException, InterruptedException, SigningException {
    List<InetSocketAddress> addresses = addresses(scenario);
    TestPlan plan = plan(scenario, mbps, devices, startMillis);
    invite(plan, devices, addresses);
    disturb(scenario, mbps, plan);
    List<SortedMap<DeviceId, ObservedTraffic>> claims = claims(plan, devices, scenario);
    Map<Integer, ProverTraffic> had = had(plan, devices);
    List<Estimate> estimates = new ArrayList<>();
    int usable = 0;
    long withoutLeast = 0;
    for (int i = 0; i < devices.size(); i++) {
      SortedMap<DeviceId, ObservedTraffic> good = new TreeMap<>(claims.get(i));
      good.values().removeIf(claim -> claim.latePackets() * 20 > plan.packets());
      usable += good.size();
      ProverTraffic counted = Objects.requireNonNull(had.get(devices.get(i)));
      estimates.add(
          scenario == Scenario.TWO_LIARS
              ? worst(plan, good, counted)
              : THIRD.of(plan, good, Optional.of(counted)));
      withoutLeast += THIRD.withoutLeast(plan, good);
    }
    challengers.send("renew");
    challengers.await("renewed", ANSWER_SECONDS);
    long trueKbps = mbps * 1_000L * plan.packetBytes() / (plan.packetBytes() + Namespaces.ETHERNET);
    return new Measurement(
        scenario,
        trueKbps,
        trueKbps + Namespaces.bucketBytes(mbps) * 8_000 / plan.micros(),
        estimates,
        withoutLeast,
        true,
        claims.stream().mapToInt(Map::size).sum(),
        usable,
        (long) plan.packets() * plan.packetBytes() * Devices.CHALLENGERS * devices.size());
  }

  // in whatever order the provers end
  private Map<Integer, ProverTraffic> had(TestPlan plan, List<Integer> devices)
      throws IOException, InterruptedException {
    Map<Integer, ProverTraffic> had = new HashMap<>();
    while (had.size() < devices.size()) {
      String[] words = provers.await("had ", ANSWER_SECONDS).split(" ");
      if (Integer.parseInt(words[2]) == plan.test().number()) {
        had.put(Integer.parseInt(words[1]), (ProverTraffic) Devices.report(words[3]));
      }
    }
    return had;
  }

  // of all lies the one by which most is guaranteed
  private static Estimate worst(
      TestPlan plan, SortedMap<DeviceId, ObservedTraffic> honest, ProverTraffic had) {
    List<Estimate> estimates = new ArrayList<>();
    for (Lie lie : Lie.values()) {
      SortedMap<DeviceId, ObservedTraffic> claims = new TreeMap<>(honest);
      lie.of(plan, honest.values()).ifPresent(claim -> {
        claims.put(plan.challengers().get(0), claim);
        claims.put(plan.challengers().get(1), claim);
      });
      estimates.add(THIRD.of(plan, claims, Optional.of(had)));
    }
    return Collections.max(estimates, Comparator.comparingLong(Estimate::guaranteed));
  }

  private List<InetSocketAddress> addresses(Scenario scenario)
      throws IOException, InterruptedException {
    if (scenario.isRelayed()) {
      provers.send(scenario == Scenario.LOSS ? "relay 0 10" : "relay 20 0");
      String[] ports = provers.await("ports", ANSWER_SECONDS).split(" ")[1].split(",");
      return IntStream.range(0, Devices.CHALLENGERS)
          .mapToObj(
              i -> InetSocketAddress.createUnresolved("127.0.0.1", Integer.parseInt(ports[i])))
          .toList();
    }
    provers.send("direct");
    return IntStream.range(0, Devices.CHALLENGERS)
        .mapToObj(i -> InetSocketAddress.createUnresolved(
            Namespaces.CHALLENGERS_ADDRESS, ChallengersProcess.FIRST_PORT + i))
        .toList();
  }

  private TestPlan plan(Scenario scenario, int mbps, List<Integer> devices, int startMillis) {
    // those who are known to share a link share the test too
    int streams = Devices.CHALLENGERS * (scenario == Scenario.TWO_PROVERS ? devices.size() : 1);
    return TestPlan.of(
        new TestName("lab", number++, Direction.DOWNLOAD),
        Instant.now().plusMillis(startMillis),
        TestSize.of(mbps * 1_000L, scenario.multipleE2(), streams),
        IntStream.range(0, Devices.CHALLENGERS)
            .mapToObj(i -> Devices.id(Devices.challenger(i)))
            .toList(),
        devices.stream().map(i -> Devices.id(Devices.prover(i))).sorted().toList(),
        new byte[0]);
  }

  private void invite(TestPlan plan, List<Integer> devices, List<InetSocketAddress> addresses)
      throws SigningException, IOException {
    BandwidthCoordinator office = new BandwidthCoordinator(Devices.NETWORK, Devices.coordinator());
    for (int i = 0; i < Devices.CHALLENGERS; i++) {
      office.add(plan.challengers().get(i), addresses.get(i), 10_000_000);
    }
    Map<DeviceId, DeviceKey> keys = new HashMap<>();
    Map<DeviceId, Integer> numbers = new HashMap<>();
    for (int i : devices) {
      InMemorySigner prover = Devices.prover(i);
      keys.put(Devices.id(prover), prover.publicKey());
      numbers.put(Devices.id(prover), i);
    }
    for (Invitation invitation : office.invite(plan, keys).orElseThrow()) {
      provers.send("run " + numbers.get(invitation.prover()) + " "
          + Base64.getEncoder().encodeToString(invitation.encode()));
    }
  }

  private void disturb(Scenario scenario, int mbps, TestPlan plan) throws IOException {
    switch (scenario) {
      case CROSS_TRAFFIC ->
        challengers.send("cross " + mbps * 200L + " " + (START_MILLIS - 300) + " 2000");
      case CHALLENGER_DIES ->
        challengers.send("die 5 " + (START_MILLIS + plan.length().toMillis() / 2));
      case TWO_LIARS -> {
        challengers.send("die 0 0");
        challengers.send("die 1 0");
      }
      default -> {}
    }
  }

  private List<SortedMap<DeviceId, ObservedTraffic>> claims(
      TestPlan plan, List<Integer> devices, Scenario scenario) throws InterruptedException {
    List<SortedMap<DeviceId, ObservedTraffic>> claims = new ArrayList<>();
    devices.forEach(i -> claims.add(new TreeMap<>()));
    int silent = scenario == Scenario.CHALLENGER_DIES ? 1 : scenario == Scenario.TWO_LIARS ? 2 : 0;
    for (int left = (Devices.CHALLENGERS - silent) * devices.size(); left > 0; left--) {
      String line = challengers.next("claim", ANSWER_SECONDS);
      if (line == null) {
        break;
      }
      String[] words = line.split(" ");
      if (Integer.parseInt(words[2]) != plan.test().number()) {
        // of a test before
        left++;
        continue;
      }
      ObservedTraffic seen = (ObservedTraffic) Devices.report(words[3]);
      for (int i = 0; i < devices.size(); i++) {
        if (seen.prover().equals(Devices.id(Devices.prover(devices.get(i))))) {
          claims.get(i).put(plan.challengers().get(Integer.parseInt(words[1])), seen);
        }
      }
    }
    return claims;
  }

  @Override
  public void close() {
    challengers.close();
    provers.close();
  }
}
