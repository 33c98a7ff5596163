package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;

/**
 * One round over a link of a known rate, with a share of the challengers in the prover's pay. Time goes in steps of a
 * millisecond: packets wait in the link's queue, or are dropped if it is full; which challenger's packet comes next is drawn.
 * The prover may drop, or answer later, what honest challengers sent, as it likes.
 */
final class LinkSimulation {
  private static final int STEPS_PER_BIN = 20;

  final TestPlan plan;
  final int corrupted;
  final long trueKbps;
  final SortedMap<DeviceId, ObservedTraffic> claims = new TreeMap<>();

  private final RandomGenerator random;
  // of each challenger, packets of each bin that crossed the link, and when the last did
  private final int[][] crossed;
  private final long[] last;
  private final boolean delays;

  private LinkSimulation(RandomGenerator random, int challengers, int corrupted, int percent) {
    this.random = random;
    this.corrupted = corrupted;
    this.plan = Links.plan(challengers, 20 + random.nextInt(200), 10, STEPS_PER_BIN * 1_000);
    this.trueKbps = plan.offeredKbps() * percent / 100;
    this.crossed = new int[challengers][plan.bins()];
    this.last = new long[challengers];
    this.delays = corrupted > 0 && random.nextBoolean();
  }

  /** A round: the corrupted are the first challengers and do whatever the generator draws. */
  static LinkSimulation run(RandomGenerator random, int challengers, int corrupted, int percent) {
    LinkSimulation link = new LinkSimulation(random, challengers, corrupted, percent);
    link.send(random.nextInt(4) == 0);
    for (int i = 0; i < challengers; i++) {
      DeviceId who = link.plan.challengers().get(i);
      Optional<ObservedTraffic> claim = i < corrupted ? link.lie(i) : Optional.of(link.honest(i));
      claim.ifPresent(one -> link.claims.put(who, one));
    }
    return link;
  }

  // with corrupted challengers that send nothing, the honest have the link for themselves
  private void send(boolean onlyHonest) {
    long micros = 0;
    double credit = 0;
    double perStep = trueKbps / (plan.packetBytes() * 8.0);
    // the queue holds 5 to 100 ms of the link
    int room = (int) Math.max(2, perStep * (5 + random.nextInt(96)));
    List<int[]> queue = new ArrayList<>();
    int steps = plan.bins() * STEPS_PER_BIN;
    for (int step = 0; step < steps + 400; step++, micros += 1_000) {
      int bin = step / STEPS_PER_BIN;
      if (bin < plan.bins()) {
        List<int[]> now = new ArrayList<>();
        for (int i = onlyHonest ? corrupted : 0; i < crossed.length; i++) {
          int from = plan.packetsPerBin() * (step % STEPS_PER_BIN) / STEPS_PER_BIN;
          int to = plan.packetsPerBin() * (step % STEPS_PER_BIN + 1) / STEPS_PER_BIN;
          for (int packet = from; packet < to; packet++) {
            now.add(random.nextInt(now.size() + 1), new int[] {i, bin});
          }
        }
        queue.addAll(now.subList(0, Math.min(now.size(), Math.max(0, room - queue.size()))));
      }
      credit += perStep;
      int served = Math.min((int) credit, queue.size());
      for (int[] packet : queue.subList(0, served)) {
        crossed[packet[0]][packet[1]]++;
        last[packet[0]] = micros + 1_000;
      }
      queue.subList(0, served).clear();
      credit = Math.min(credit - served, 1);
    }
  }

  // answers that come late, and packets whose answers are kept back, are the prover's choice
  private ObservedTraffic honest(int i) {
    int[] bins = crossed[i].clone();
    long end = last[i] + Links.PING.medianMicros();
    if (delays) {
      end += random.nextInt(300_000);
      int hidden = random.nextInt(plan.bins());
      Arrays.fill(bins, 0, hidden, 0);
    }
    return claim(0, (int) Math.min(end, plan.micros() + 500_000), bins);
  }

  private ObservedTraffic claim(int start, int elapsed, int[] bins) {
    return Links.seen(plan, start, elapsed, Arrays.stream(bins).boxed().toList());
  }

  private Optional<ObservedTraffic> lie(int i) {
    int start = random.nextInt(-100_000, 100_001);
    int[] bins = new int[plan.bins()];
    switch (random.nextInt(6)) {
      case 0 -> {
        return Optional.empty();
      }
      // rushing: the prover knows the packets beforehand and answers for all of them
      case 1 -> Arrays.fill(bins, plan.packetsPerBin());
      // as much as the honest see, or just more, and all in the fuller half of the bins
      case 2 -> {
        int total = Arrays.stream(crossed[crossed.length - 1]).sum();
        for (int bin = 0; bin <= plan.bins() / 2; bin++) {
          bins[bin] = Math.min(plan.packetsPerBin(), total / (plan.bins() / 2 + 1));
        }
      }
      // withholding
      case 3 -> Arrays.setAll(bins, bin -> crossed[i][bin] / 2);
      case 4 -> bins = crossed[i].clone();
      default -> Arrays.setAll(bins, bin -> random.nextInt(plan.packetsPerBin() + 1));
    }
    // lying about time: no time at all, or much
    return Optional.of(claim(
        start, random.nextBoolean() ? 0 : random.nextInt((int) plan.micros() + 500_001), bins));
  }
}
